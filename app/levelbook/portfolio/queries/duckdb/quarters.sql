SELECT DISTINCT
  "t0"."quarter"
FROM "latest" AS "t0"
ORDER BY
  "t0"."quarter" ASC
