SELECT
  *
FROM (
  SELECT
    "t0"."practice",
    MIN("t0"."section") AS "section",
    MAX("t0"."title") AS "title",
    MAX(CAST("t0"."essential" AS INT)) AS "essential",
    SUM("t0"."teams") AS "teams",
    SUM(CASE WHEN "t0"."level" IS NOT NULL THEN "t0"."teams" ELSE 0 END) AS "settled",
    SUM(
      CASE WHEN COALESCE("t0"."level" < "t0"."target", FALSE) THEN "t0"."teams" ELSE 0 END
    ) AS "short",
    SUM(
      CASE
        WHEN COALESCE("t0"."level" < "t0"."target", FALSE)
        THEN (
          "t0"."target" - "t0"."level"
        ) * "t0"."teams"
        ELSE 0
      END
    ) AS "gap_sum",
    SUM("t0"."level" * "t0"."teams") AS "level_sum",
    SUM(CASE WHEN "t0"."level" IS NOT NULL THEN "t0"."target" * "t0"."teams" ELSE 0 END) AS "target_sum"
  FROM "tally" AS "t0"
  GROUP BY
    1
) AS "t1"
ORDER BY
  "t1"."practice" ASC
