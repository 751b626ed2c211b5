SELECT
  *
FROM (
  SELECT
    "t7"."row",
    "t7"."practice",
    MAX("t7"."title") AS "title",
    COUNT(*) AS "teams",
    COUNT("t7"."level") AS "levels",
    SUM("t7"."level") AS "level_sum",
    SUM("t7"."target") AS "target_sum"
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
    1,
    2
) AS "t8"
ORDER BY
  "t8"."row" ASC,
  "t8"."practice" ASC
