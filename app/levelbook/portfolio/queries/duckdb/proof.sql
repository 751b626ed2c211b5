SELECT
  *
FROM (
  SELECT
    "t8"."practice",
    MIN("t8"."section") AS "section",
    MAX("t8"."title") AS "title",
    COUNT(*) AS "teams",
    SUM("t8"."level") AS "level_sum",
    SUM(COALESCE("t8"."evidenced", 0)) AS "evidenced_sum",
    SUM(CAST(COALESCE("t8"."evidenced", 0) < "t8"."level" AS BIGINT)) AS "unproven"
  FROM (
    SELECT
      *
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
    WHERE
      "t7"."level" IS NOT NULL
  ) AS "t8"
  GROUP BY
    1
) AS "t9"
ORDER BY
  "t9"."practice" ASC
