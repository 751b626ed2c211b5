SELECT
  *
FROM (
  SELECT
    "t8"."year",
    "t8"."month",
    COUNT(*) AS "risks",
    COUNT(DISTINCT "t8"."team") AS "teams"
  FROM (
    SELECT
      "t7"."team",
      "t7"."edition",
      "t7"."until",
      CAST(EXTRACT(year FROM "t7"."until") AS BIGINT) AS "year",
      CAST(EXTRACT(month FROM "t7"."until") AS BIGINT) AS "month"
    FROM (
      SELECT
        "t3"."team",
        "t3"."edition",
        "t6"."until"
      FROM "chosen" AS "t3"
      SEMI JOIN "asked" AS "t4"
        ON "t3"."quarter" = "t4"."quarter"
      INNER JOIN (
        SELECT
          "t2"."edition",
          "t2"."until"
        FROM "risks" AS "t2"
      ) AS "t6"
        ON "t3"."edition" = "t6"."edition"
    ) AS "t7"
  ) AS "t8"
  GROUP BY
    1,
    2
) AS "t9"
ORDER BY
  "t9"."year" ASC,
  "t9"."month" ASC
