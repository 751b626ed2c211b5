SELECT
  *
FROM (
  SELECT
    "t11"."year",
    "t11"."month",
    SUM("t11"."risks") AS "risks",
    COUNT(*) AS "teams"
  FROM (
    SELECT
      "t10"."year",
      "t10"."month",
      "t10"."team",
      COUNT(*) AS "risks"
    FROM (
      SELECT
        "t9"."row",
        "t9"."team",
        "t9"."practice",
        "t9"."title",
        "t9"."level",
        "t9"."target",
        "t9"."until",
        "t9"."reason",
        CAST(EXTRACT(year FROM "t9"."until") AS BIGINT) AS "year",
        CAST(EXTRACT(month FROM "t9"."until") AS BIGINT) AS "month"
      FROM (
        SELECT
          "t5"."row",
          "t5"."team",
          "t5"."edition",
          "t6"."practice",
          "t6"."level",
          "t6"."target",
          "t6"."until",
          "t6"."reason",
          "t8"."title",
          "t8"."answered"
        FROM (
          SELECT
            "t0"."row",
            "t0"."team",
            "t0"."edition"
          FROM "chosen" AS "t0"
        ) AS "t5"
        INNER JOIN (
          SELECT
            "t1"."edition",
            "t1"."practice",
            "t1"."level",
            "t1"."target",
            "t1"."until",
            "t1"."reason"
          FROM "risks" AS "t1"
        ) AS "t6"
          ON "t5"."edition" = "t6"."edition"
        INNER JOIN (
          SELECT
            "t2"."edition",
            "t2"."practice",
            "t2"."title",
            "t2"."level" AS "answered"
          FROM "scores" AS "t2"
          WHERE
            "t2"."counts" AND "t2"."level" IS NOT NULL AND "t2"."level" < "t2"."target"
        ) AS "t8"
          ON "t5"."edition" = "t8"."edition" AND "t6"."practice" = "t8"."practice"
      ) AS "t9"
      WHERE
        "t9"."answered" >= "t9"."level"
    ) AS "t10"
    GROUP BY
      1,
      2,
      3
  ) AS "t11"
  GROUP BY
    1,
    2
) AS "t12"
ORDER BY
  "t12"."year" ASC,
  "t12"."month" ASC
