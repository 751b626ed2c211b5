SELECT
  "t0"."team",
  "t0"."unit"
FROM "teams" AS "t0"
ORDER BY
  "t0"."team" ASC
