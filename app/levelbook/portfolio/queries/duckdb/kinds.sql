SELECT
  *
FROM (
  SELECT
    "t9"."questionnaire",
    "t9"."version",
    COUNT(*) AS "teams"
  FROM (
    SELECT
      "t4"."edition",
      "t8"."questionnaire",
      "t8"."version"
    FROM "latest" AS "t4"
    SEMI JOIN "asked" AS "t5"
      ON "t4"."quarter" = "t5"."quarter"
    SEMI JOIN "wanted_teams" AS "t6"
      ON "t4"."team" = "t6"."team"
    INNER JOIN (
      SELECT
        "t3"."edition",
        "t3"."questionnaire",
        "t3"."version"
      FROM "editions" AS "t3"
    ) AS "t8"
      ON "t4"."edition" = "t8"."edition"
  ) AS "t9"
  GROUP BY
    1,
    2
) AS "t10"
ORDER BY
  "t10"."questionnaire" ASC,
  "t10"."version" ASC
