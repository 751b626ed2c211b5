SELECT
  *
FROM (
  SELECT
    "t7"."practice",
    MIN("t7"."section") AS "section",
    MAX("t7"."title") AS "title",
    MAX(CAST("t7"."essential" AS BIGINT)) AS "essential",
    COUNT(*) AS "teams",
    COUNT("t7"."level") AS "settled",
    SUM(CAST(COALESCE("t7"."level" < "t7"."target", FALSE) AS BIGINT)) AS "short",
    SUM(
      CASE
        WHEN COALESCE("t7"."level" < "t7"."target", FALSE)
        THEN "t7"."target" - "t7"."level"
        ELSE 0
      END
    ) AS "gap_sum",
    SUM("t7"."level") AS "level_sum",
    SUM(CASE WHEN "t7"."level" IS NOT NULL THEN "t7"."target" ELSE 0 END) AS "target_sum"
  FROM (
    SELECT
      "t3"."row",
      "t3"."team",
      "t3"."edition",
      "t6"."practice",
      "t6"."section",
      "t6"."title",
      "t6"."essential",
      "t6"."level",
      "t6"."evidenced",
      "t6"."target",
      "t6"."share"
    FROM "chosen" AS "t3"
    SEMI JOIN "asked" AS "t4"
      ON "t3"."quarter" = "t4"."quarter"
    INNER JOIN (
      SELECT
        "t2"."edition",
        "t2"."practice",
        "t2"."section",
        "t2"."title",
        "t2"."essential",
        "t2"."level",
        "t2"."evidenced",
        "t2"."target",
        "t2"."share"
      FROM "scores" AS "t2"
      WHERE
        "t2"."counts"
    ) AS "t6"
      ON "t3"."edition" = "t6"."edition"
  ) AS "t7"
  GROUP BY
    1
) AS "t8"
ORDER BY
  "t8"."practice" ASC
