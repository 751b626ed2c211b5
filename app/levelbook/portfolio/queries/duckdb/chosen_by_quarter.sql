SELECT
  "t20"."quarter",
  "t20"."team",
  "t20"."row",
  "t20"."edition",
  "t20"."sealed_on",
  "t20"."round_on",
  "t20"."age_days",
  "t20"."is_old",
  "t20"."is_new"
FROM (
  SELECT
    "t7"."team",
    "t7"."edition",
    "t7"."sealed_on",
    "t7"."round_on",
    "t7"."age_days",
    "t7"."is_old",
    "t7"."is_new",
    "t7"."quarter",
    "t8"."row",
    "t19"."edition" AS "edition_right",
    "t19"."fitting",
    "t14"."facts"
  FROM "latest" AS "t7"
  SEMI JOIN (
    SELECT
      "t9"."edition"
    FROM "editions" AS "t9"
    SEMI JOIN "wanted_kinds" AS "t10"
      ON "t9"."questionnaire" = "t10"."questionnaire" AND "t9"."version" = "t10"."version"
  ) AS "t17"
    ON "t7"."edition" = "t17"."edition"
  INNER JOIN "wanted_teams" AS "t8"
    ON "t7"."team" = "t8"."team"
  LEFT OUTER JOIN (
    SELECT
      "t16"."edition",
      COUNT(DISTINCT "t16"."fact") AS "fitting"
    FROM (
      SELECT
        "t11"."edition",
        "t11"."team",
        "t11"."fact",
        "t11"."choice",
        "t11"."quarter"
      FROM "facts" AS "t11"
      SEMI JOIN "wanted_facts" AS "t12"
        ON "t11"."fact" = "t12"."fact" AND "t11"."choice" = "t12"."choice"
    ) AS "t16"
    GROUP BY
      1
  ) AS "t19"
    ON "t7"."edition" = "t19"."edition"
  CROSS JOIN (
    SELECT
      "t2"."facts"
    FROM "asked" AS "t2"
  ) AS "t14"
) AS "t20"
WHERE
  COALESCE("t20"."fitting", 0) = "t20"."facts"
