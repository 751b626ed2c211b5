SELECT
  *
FROM (
  SELECT
    "t2"."practice",
    "t2"."team",
    "t4"."name",
    "t2"."level",
    "t2"."offered"
  FROM "held" AS "t2"
  INNER JOIN (
    SELECT
      "t1"."team",
      "t1"."name"
    FROM "teams" AS "t1"
  ) AS "t4"
    ON "t2"."team" = "t4"."team"
) AS "t5"
ORDER BY
  "t5"."practice" ASC,
  "t5"."team" ASC
