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
    "t9"."row",
    "t20"."edition" AS "edition_right",
    "t20"."fitting",
    "t15"."facts"
  FROM "latest" AS "t7"
  SEMI JOIN "asked" AS "t8"
    ON "t7"."quarter" = "t8"."quarter"
  SEMI JOIN (
    SELECT
      "t10"."edition"
    FROM "editions" AS "t10"
    SEMI JOIN "wanted_kinds" AS "t11"
      ON "t10"."questionnaire" = "t11"."questionnaire"
      AND "t10"."version" = "t11"."version"
  ) AS "t18"
    ON "t7"."edition" = "t18"."edition"
  INNER JOIN "wanted_teams" AS "t9"
    ON "t7"."team" = "t9"."team"
  LEFT OUTER JOIN (
    SELECT
      "t17"."edition",
      COUNT(DISTINCT "t17"."fact") AS "fitting"
    FROM (
      SELECT
        "t12"."edition",
        "t12"."team",
        "t12"."fact",
        "t12"."choice",
        "t12"."quarter"
      FROM "facts" AS "t12"
      SEMI JOIN "wanted_facts" AS "t13"
        ON "t12"."fact" = "t13"."fact" AND "t12"."choice" = "t13"."choice"
    ) AS "t17"
    GROUP BY
      1
  ) AS "t20"
    ON "t7"."edition" = "t20"."edition"
  CROSS JOIN (
    SELECT
      "t1"."facts"
    FROM "asked" AS "t1"
  ) AS "t15"
) AS "t21"
WHERE
  COALESCE("t21"."fitting", 0) = "t21"."facts"
