SELECT
  *
FROM (
  SELECT
    "t1"."practice",
    MIN("t1"."section") AS "section",
    MAX("t1"."title") AS "title",
    SUM("t1"."teams") AS "teams",
    SUM("t1"."level" * "t1"."teams") AS "level_sum",
    SUM(COALESCE("t1"."evidenced", 0) * "t1"."teams") AS "evidenced_sum",
    SUM(
      CASE WHEN COALESCE("t1"."evidenced", 0) < "t1"."level" THEN "t1"."teams" ELSE 0 END
    ) AS "unproven"
  FROM (
    SELECT
      *
    FROM "tally" AS "t0"
    WHERE
      "t0"."level" IS NOT NULL
  ) AS "t1"
  GROUP BY
    1
) AS "t2"
ORDER BY
  "t2"."practice" ASC
