SELECT
  *
FROM (
  SELECT
    "t4"."team",
    "t2"."row"
  FROM (
    SELECT
      "t0"."team",
      "t0"."unit"
    FROM "teams" AS "t0"
  ) AS "t4"
  INNER JOIN "wanted_units" AS "t2"
    ON "t4"."unit" = "t2"."unit"
) AS "t5"
ORDER BY
  "t5"."row" ASC,
  "t5"."team" ASC
