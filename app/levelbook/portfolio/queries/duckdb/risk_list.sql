SELECT
  *
FROM (
  SELECT
    "t8"."until",
    "t4"."row",
    "t4"."team",
    "t9"."name",
    "t8"."practice",
    "t8"."level",
    "t8"."target",
    "t8"."reason"
  FROM "chosen" AS "t4"
  SEMI JOIN "asked" AS "t5"
    ON "t4"."quarter" = "t5"."quarter"
  INNER JOIN (
    SELECT
      "t2"."edition",
      "t2"."practice",
      "t2"."level",
      "t2"."target",
      "t2"."until",
      "t2"."reason"
    FROM "risks" AS "t2"
  ) AS "t8"
    ON "t4"."edition" = "t8"."edition"
  INNER JOIN (
    SELECT
      "t3"."team",
      "t3"."name"
    FROM "teams" AS "t3"
  ) AS "t9"
    ON "t4"."team" = "t9"."team"
) AS "t10"
ORDER BY
  "t10"."until" ASC,
  "t10"."row" ASC,
  "t10"."team" ASC,
  "t10"."practice" ASC
