SELECT
  COUNT(DISTINCT "t0"."team") AS "teams",
  COUNT(DISTINCT "t0"."team") FILTER(WHERE
    "t0"."is_old") AS "old"
FROM "chosen" AS "t0"
