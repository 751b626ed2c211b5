SELECT
  *
FROM (
  SELECT
    "t7"."until",
    "t6"."row",
    "t6"."team",
    "t8"."name",
    "t7"."practice",
    "t7"."level",
    "t7"."target",
    "t7"."reason"
  FROM (
    SELECT
      "t0"."row",
      "t0"."team",
      "t0"."edition"
    FROM "chosen" AS "t0"
  ) AS "t6"
  INNER JOIN (
    SELECT
      "t1"."edition",
      "t1"."practice",
      "t1"."level",
      "t1"."target",
      "t1"."until",
      "t1"."reason"
    FROM "risks" AS "t1"
  ) AS "t7"
    ON "t6"."edition" = "t7"."edition"
  INNER JOIN (
    SELECT
      "t2"."team",
      "t2"."name"
    FROM "teams" AS "t2"
  ) AS "t8"
    ON "t6"."team" = "t8"."team"
) AS "t9"
ORDER BY
  "t9"."until" ASC,
  "t9"."row" ASC,
  "t9"."team" ASC,
  "t9"."practice" ASC
