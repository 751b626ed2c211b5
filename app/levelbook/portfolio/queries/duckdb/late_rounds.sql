SELECT
  *
FROM (
  SELECT
    "t10"."row",
    "t10"."team",
    "t6"."name",
    "t6"."unit",
    "t10"."sealed_on",
    "t10"."round_on"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."quarter",
        "t3"."team",
        "t3"."row",
        "t3"."edition",
        "t3"."sealed_on",
        "t3"."round_on",
        "t3"."age_days",
        "t3"."is_old",
        "t3"."is_new",
        "t7"."late_before"
      FROM "chosen" AS "t3"
      CROSS JOIN (
        SELECT
          "t2"."late_before"
        FROM "asked" AS "t2"
      ) AS "t7"
    ) AS "t8"
    WHERE
      (
        "t8"."round_on" IS NULL
      ) OR (
        "t8"."round_on" < "t8"."late_before"
      )
  ) AS "t10"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name",
      "t0"."unit"
    FROM "teams" AS "t0"
  ) AS "t6"
    ON "t10"."team" = "t6"."team"
) AS "t11"
ORDER BY
  "t11"."row" ASC,
  "t11"."team" ASC
