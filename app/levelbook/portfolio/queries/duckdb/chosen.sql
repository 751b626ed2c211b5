SELECT
  "t22"."quarter",
  "t22"."team",
  "t22"."row",
  "t22"."edition",
  "t22"."sealed_on",
  "t22"."round_on",
  "t22"."age_days",
  "t22"."is_old",
  "t22"."is_new"
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
    "t21"."edition" AS "edition_right",
    "t21"."fitting",
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
      "t19"."edition",
      COUNT(*) AS "fitting"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t12"."edition",
          "t12"."fact"
        FROM "facts" AS "t12"
        SEMI JOIN "wanted_facts" AS "t13"
          ON "t12"."fact" = "t13"."fact" AND "t12"."choice" = "t13"."choice"
      ) AS "t17"
    ) AS "t19"
    GROUP BY
      1
  ) AS "t21"
    ON "t7"."edition" = "t21"."edition"
  CROSS JOIN (
    SELECT
      "t1"."facts"
    FROM "asked" AS "t1"
  ) AS "t15"
) AS "t22"
WHERE
  COALESCE("t22"."fitting", 0) = "t22"."facts"
