SELECT
  *
FROM (
  SELECT
    "t8"."year",
    "t8"."month",
    SUM("t8"."risks") AS "risks",
    COUNT(*) AS "teams"
  FROM (
    SELECT
      "t7"."year",
      "t7"."month",
      "t7"."team",
      COUNT(*) AS "risks"
    FROM (
      SELECT
        "t6"."team",
        "t6"."edition",
        "t6"."until",
        CAST(EXTRACT(year FROM "t6"."until") AS BIGINT) AS "year",
        CAST(EXTRACT(month FROM "t6"."until") AS BIGINT) AS "month"
      FROM (
        SELECT
          "t4"."team",
          "t4"."edition",
          "t5"."until"
        FROM (
          SELECT
            "t0"."team",
            "t0"."edition"
          FROM "chosen" AS "t0"
        ) AS "t4"
        INNER JOIN (
          SELECT
            "t1"."edition",
            "t1"."until"
          FROM "risks" AS "t1"
        ) AS "t5"
          ON "t4"."edition" = "t5"."edition"
      ) AS "t6"
    ) AS "t7"
    GROUP BY
      1,
      2,
      3
  ) AS "t8"
  GROUP BY
    1,
    2
) AS "t9"
ORDER BY
  "t9"."year" ASC,
  "t9"."month" ASC
