SELECT
  "t12"."row",
  "t12"."team",
  "t12"."name",
  "t12"."unit"
FROM (
  SELECT
    "t4"."team",
    "t4"."row",
    "t5"."name",
    "t5"."unit",
    "t5"."is_named",
    "t5"."place",
    "t5"."closed_on",
    "t9"."as_of"
  FROM "wanted_teams" AS "t4"
  INNER JOIN "teams" AS "t5"
    ON "t4"."team" = "t5"."team"
  ANTI JOIN (
    SELECT
      "t7"."team",
      "t7"."edition",
      "t7"."sealed_on",
      "t7"."round_on",
      "t7"."age_days",
      "t7"."is_old",
      "t7"."is_new",
      "t7"."quarter"
    FROM "latest" AS "t7"
    SEMI JOIN "asked" AS "t6"
      ON "t7"."quarter" = "t6"."quarter"
  ) AS "t11"
    ON "t4"."team" = "t11"."team"
  CROSS JOIN (
    SELECT
      "t2"."as_of"
    FROM "asked" AS "t2"
  ) AS "t9"
) AS "t12"
WHERE
  (
    "t12"."closed_on" IS NULL
  ) OR (
    "t12"."closed_on" > "t12"."as_of"
  )
ORDER BY
  "t12"."row" ASC,
  "t12"."team" ASC
