SELECT DISTINCT
  "t0"."fact",
  "t0"."choice"
FROM "facts" AS "t0"
ORDER BY
  "t0"."fact" ASC,
  "t0"."choice" ASC
