SELECT
  "t21"."quarter",
  "t21"."team",
  "t21"."row",
  "t21"."edition",
  "t21"."sealed_on",
  "t21"."round_on",
  "t21"."age_days",
  "t21"."is_old",
  "t21"."is_new"
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
    "t20"."edition" AS "edition_right",
    "t20"."fitting",
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
      "t18"."edition",
      COUNT(*) AS "fitting"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t11"."edition",
          "t11"."fact"
        FROM "facts" AS "t11"
        SEMI JOIN "wanted_facts" AS "t12"
          ON "t11"."fact" = "t12"."fact" AND "t11"."choice" = "t12"."choice"
      ) AS "t16"
    ) AS "t18"
    GROUP BY
      1
  ) AS "t20"
    ON "t7"."edition" = "t20"."edition"
  CROSS JOIN (
    SELECT
      "t2"."facts"
    FROM "asked" AS "t2"
  ) AS "t14"
) AS "t21"
WHERE
  COALESCE("t21"."fitting", 0) = "t21"."facts"
