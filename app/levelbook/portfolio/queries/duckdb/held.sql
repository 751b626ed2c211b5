SELECT
  "t12"."team",
  "t12"."practice",
  "t12"."wording",
  "t12"."level",
  COALESCE("t12"."offered", 0) AS "offered"
FROM (
  SELECT
    "t4"."team",
    "t10"."practice",
    "t10"."wording",
    "t10"."level",
    "t11"."offered"
  FROM "latest" AS "t4"
  SEMI JOIN "asked" AS "t5"
    ON "t4"."quarter" = "t5"."quarter"
  SEMI JOIN "offers" AS "t6"
    ON "t4"."edition" = "t6"."edition"
  INNER JOIN (
    SELECT
      "t3"."edition",
      "t3"."practice",
      "t3"."wording",
      "t3"."level"
    FROM "scores" AS "t3"
    WHERE
      "t3"."counts" AND "t3"."level" IS NOT NULL
  ) AS "t10"
    ON "t4"."edition" = "t10"."edition"
  LEFT OUTER JOIN (
    SELECT
      "t7"."edition",
      "t7"."practice",
      1 AS "offered"
    FROM (
      SELECT DISTINCT
        "t2"."edition",
        "t2"."practice"
      FROM "offers" AS "t2"
    ) AS "t7"
  ) AS "t11"
    ON "t4"."edition" = "t11"."edition" AND "t10"."practice" = "t11"."practice"
) AS "t12"
