SELECT
  *
FROM (
  SELECT
    "t11"."row",
    "t11"."team",
    "t7"."name",
    "t7"."unit",
    "t11"."sealed_on",
    "t11"."round_on"
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
        "t8"."late_before"
      FROM "chosen" AS "t3"
      SEMI JOIN "asked" AS "t4"
        ON "t3"."quarter" = "t4"."quarter"
      CROSS JOIN (
        SELECT
          "t2"."late_before"
        FROM "asked" AS "t2"
      ) AS "t8"
    ) AS "t9"
    WHERE
      (
        "t9"."round_on" IS NULL
      ) OR (
        "t9"."round_on" < "t9"."late_before"
      )
  ) AS "t11"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name",
      "t0"."unit"
    FROM "teams" AS "t0"
  ) AS "t7"
    ON "t11"."team" = "t7"."team"
) AS "t12"
ORDER BY
  "t12"."row" ASC,
  "t12"."team" ASC
