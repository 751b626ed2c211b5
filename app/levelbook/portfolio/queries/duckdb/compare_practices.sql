SELECT
  *
FROM (
  SELECT
    "t6"."row",
    "t6"."practice",
    MAX("t6"."title") AS "title",
    COUNT(*) AS "teams",
    COUNT("t6"."level") AS "levels",
    SUM("t6"."level") AS "level_sum",
    SUM("t6"."target") AS "target_sum"
  FROM (
    SELECT
      "t4"."row",
      "t4"."team",
      "t4"."edition",
      "t5"."practice",
      "t5"."section",
      "t5"."title",
      "t5"."essential",
      "t5"."level",
      "t5"."evidenced",
      "t5"."target",
      "t5"."share"
    FROM (
      SELECT
        "t0"."row",
        "t0"."team",
        "t0"."edition"
      FROM "chosen" AS "t0"
    ) AS "t4"
    INNER JOIN (
      SELECT
        "t1"."edition",
        "t1"."practice",
        "t1"."section",
        "t1"."title",
        "t1"."essential",
        "t1"."level",
        "t1"."evidenced",
        "t1"."target",
        "t1"."share"
      FROM "scores" AS "t1"
      WHERE
        "t1"."counts"
    ) AS "t5"
      ON "t4"."edition" = "t5"."edition"
  ) AS "t6"
  GROUP BY
    1,
    2
) AS "t7"
ORDER BY
  "t7"."row" ASC,
  "t7"."practice" ASC
