WITH "t11" AS (
  SELECT
    *
  FROM (
    SELECT
      "t4"."team",
      "t4"."edition",
      "t8"."name",
      "t8"."unit",
      "t9"."level",
      "t9"."level_exact"
    FROM "chosen" AS "t4"
    SEMI JOIN "asked" AS "t5"
      ON "t4"."quarter" = "t5"."quarter"
    INNER JOIN (
      SELECT
        "t2"."team",
        "t2"."name",
        "t2"."unit"
      FROM "teams" AS "t2"
    ) AS "t8"
      ON "t4"."team" = "t8"."team"
    INNER JOIN (
      SELECT
        "t3"."edition",
        "t3"."level",
        "t3"."level_exact"
      FROM "editions" AS "t3"
    ) AS "t9"
      ON "t4"."edition" = "t9"."edition"
  ) AS "t10"
  WHERE
    "t10"."level" IS NOT NULL
)
SELECT
  *
FROM (
  SELECT
    "t13"."unit",
    "t13"."team",
    "t13"."name",
    "t13"."level",
    "t13"."level_exact",
    "t15"."unit_teams",
    "t15"."unit_median"
  FROM "t11" AS "t13"
  INNER JOIN (
    SELECT
      "t12"."unit",
      COUNT(*) AS "unit_teams",
      QUANTILE_CONT("t12"."level", 0.5) AS "unit_median"
    FROM "t11" AS "t12"
    GROUP BY
      1
  ) AS "t15"
    ON "t13"."unit" = "t15"."unit"
) AS "t16"
ORDER BY
  "t16"."unit" ASC,
  "t16"."team" ASC
