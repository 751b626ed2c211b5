SELECT DISTINCT
  "t0"."unit"
FROM "teams" AS "t0"
ORDER BY
  "t0"."unit" ASC
