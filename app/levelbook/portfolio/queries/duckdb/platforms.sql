SELECT
  *
FROM (
  SELECT
    "t17"."practice",
    "t17"."team",
    "t10"."name",
    "t17"."level",
    "t17"."offered"
  FROM (
    SELECT
      "t15"."team",
      "t15"."practice",
      "t15"."wording",
      "t15"."level",
      COALESCE("t15"."offered", 0) AS "offered"
    FROM (
      SELECT
        "t5"."team",
        "t13"."practice",
        "t13"."wording",
        "t13"."level",
        "t14"."offered"
      FROM "latest" AS "t5"
      SEMI JOIN "asked" AS "t6"
        ON "t5"."quarter" = "t6"."quarter"
      SEMI JOIN "offers" AS "t7"
        ON "t5"."edition" = "t7"."edition"
      INNER JOIN (
        SELECT
          "t4"."edition",
          "t4"."practice",
          "t4"."wording",
          "t4"."level"
        FROM "scores" AS "t4"
        WHERE
          "t4"."counts" AND "t4"."level" IS NOT NULL
      ) AS "t13"
        ON "t5"."edition" = "t13"."edition"
      LEFT OUTER JOIN (
        SELECT
          "t9"."edition",
          "t9"."practice",
          1 AS "offered"
        FROM (
          SELECT DISTINCT
            "t3"."edition",
            "t3"."practice"
          FROM "offers" AS "t3"
        ) AS "t9"
      ) AS "t14"
        ON "t5"."edition" = "t14"."edition" AND "t13"."practice" = "t14"."practice"
    ) AS "t15"
  ) AS "t17"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name"
    FROM "teams" AS "t0"
  ) AS "t10"
    ON "t17"."team" = "t10"."team"
) AS "t18"
ORDER BY
  "t18"."practice" ASC,
  "t18"."team" ASC
