SELECT
  *
FROM (
  SELECT
    "t1"."practice",
    MIN("t1"."section") AS "section",
    MAX("t1"."title") AS "title",
    SUM("t1"."teams") AS "low_teams",
    SUM(CASE WHEN "t1"."level" IS NULL THEN "t1"."teams" ELSE 0 END) AS "unsettled",
    SUM("t1"."share") AS "gain_sum",
    SUM("t1"."share" * (
      "t1"."target" - "t1"."known"
    )) AS "to_target_sum"
  FROM (
    SELECT
      "t0"."practice",
      "t0"."section",
      "t0"."title",
      "t0"."essential",
      "t0"."level",
      "t0"."evidenced",
      "t0"."target",
      "t0"."teams",
      "t0"."share",
      COALESCE("t0"."level", 0) AS "known"
    FROM "tally" AS "t0"
    WHERE
      COALESCE("t0"."level", 0) < "t0"."target"
  ) AS "t1"
  GROUP BY
    1
) AS "t2"
ORDER BY
  "t2"."practice" ASC
