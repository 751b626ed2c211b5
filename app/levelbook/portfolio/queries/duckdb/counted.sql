SELECT
  COUNT(DISTINCT "t4"."team") AS "teams",
  COUNT(DISTINCT "t4"."team") FILTER(WHERE
    "t4"."is_old") AS "old"
FROM (
  SELECT
    "t2"."quarter",
    "t2"."team",
    "t2"."row",
    "t2"."edition",
    "t2"."sealed_on",
    "t2"."round_on",
    "t2"."age_days",
    "t2"."is_old",
    "t2"."is_new"
  FROM "chosen" AS "t2"
  SEMI JOIN "asked" AS "t3"
    ON "t2"."quarter" = "t3"."quarter"
) AS "t4"
