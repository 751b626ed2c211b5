SELECT
  *
FROM (
  SELECT
    "t13"."practice",
    MIN("t13"."section") AS "section",
    MAX("t13"."title") AS "title",
    COUNT(*) AS "teams",
    SUM(CAST("t13"."level" > "t13"."before_level" AS BIGINT)) AS "up",
    SUM(CAST("t13"."level" < "t13"."before_level" AS BIGINT)) AS "down",
    SUM("t13"."level" - "t13"."before_level") AS "change_sum"
  FROM (
    SELECT
      "t5"."edition",
      "t10"."practice",
      "t10"."section",
      "t10"."title",
      "t10"."level",
      "t10"."before_level"
    FROM "editions" AS "t5"
    SEMI JOIN "asked" AS "t6"
      ON "t5"."quarter" = "t6"."quarter"
    SEMI JOIN "wanted_kinds" AS "t7"
      ON "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
    INNER JOIN (
      SELECT
        "t8"."team",
        "t8"."row"
      FROM "chosen" AS "t8"
      SEMI JOIN "asked" AS "t6"
        ON "t8"."quarter" = "t6"."quarter"
    ) AS "t12"
      ON "t5"."team" = "t12"."team"
    INNER JOIN (
      SELECT
        "t3"."edition",
        "t3"."practice",
        "t3"."section",
        "t3"."title",
        "t3"."level",
        "t3"."before_level"
      FROM "scores" AS "t3"
      WHERE
        "t3"."same_words" AND "t3"."level" IS NOT NULL AND "t3"."before_level" IS NOT NULL
    ) AS "t10"
      ON "t5"."edition" = "t10"."edition"
  ) AS "t13"
  GROUP BY
    1
) AS "t14"
ORDER BY
  "t14"."practice" ASC
