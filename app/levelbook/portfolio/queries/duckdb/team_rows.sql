SELECT
  *
FROM (
  SELECT
    "t4"."row",
    "t5"."name"
  FROM (
    SELECT DISTINCT
      "t0"."row"
    FROM "chosen" AS "t0"
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t1"."team" AS "row",
      "t1"."name"
    FROM "teams" AS "t1"
  ) AS "t5"
    ON "t4"."row" = "t5"."row"
) AS "t6"
ORDER BY
  "t6"."row" ASC
