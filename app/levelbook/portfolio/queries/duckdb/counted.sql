SELECT
  COUNT(*) AS "teams",
  COALESCE(SUM(CAST("t1"."is_old" AS INT)), 0) AS "old"
FROM (
  SELECT DISTINCT
    "t0"."team",
    "t0"."is_old"
  FROM "chosen" AS "t0"
) AS "t1"
