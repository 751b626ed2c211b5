WITH "t10" AS (
  SELECT
    *
  FROM (
    SELECT
      "t6"."team",
      "t6"."edition",
      "t7"."name",
      "t7"."unit",
      "t8"."level",
      "t8"."level_exact"
    FROM (
      SELECT
        "t0"."team",
        "t0"."edition"
      FROM "chosen" AS "t0"
    ) AS "t6"
    INNER JOIN (
      SELECT
        "t1"."team",
        "t1"."name",
        "t1"."unit"
      FROM "teams" AS "t1"
    ) AS "t7"
      ON "t6"."team" = "t7"."team"
    INNER JOIN (
      SELECT
        "t2"."edition",
        "t2"."level",
        "t2"."level_exact"
      FROM "editions" AS "t2"
    ) AS "t8"
      ON "t6"."edition" = "t8"."edition"
  ) AS "t9"
  WHERE
    "t9"."level" IS NOT NULL
)
SELECT
  *
FROM (
  SELECT
    "t12"."unit",
    "t12"."team",
    "t12"."name",
    "t12"."level",
    "t12"."level_exact",
    "t14"."unit_teams",
    "t14"."unit_median"
  FROM "t10" AS "t12"
  INNER JOIN (
    SELECT
      "t11"."unit",
      COUNT(*) AS "unit_teams",
      QUANTILE_CONT("t11"."level", 0.5) AS "unit_median"
    FROM "t10" AS "t11"
    GROUP BY
      1
  ) AS "t14"
    ON "t12"."unit" = "t14"."unit"
) AS "t15"
ORDER BY
  "t15"."unit" ASC,
  "t15"."team" ASC
