WITH "t18" AS (
  SELECT
    "t7"."edition",
    "t7"."team",
    "t7"."number",
    "t7"."digest",
    "t7"."previous_digest",
    "t7"."like_practices",
    "t7"."like_before",
    "t7"."like_after",
    "t7"."like_before_exact",
    "t7"."like_after_exact",
    "t14"."row",
    "t14"."last"
  FROM "editions" AS "t7"
  SEMI JOIN "asked" AS "t8"
    ON "t7"."quarter" = "t8"."quarter"
  SEMI JOIN "wanted_kinds" AS "t9"
    ON "t7"."questionnaire" = "t9"."questionnaire" AND "t7"."version" = "t9"."version"
  INNER JOIN (
    SELECT
      "t3"."team",
      "t3"."row",
      "t3"."edition" AS "last"
    FROM "chosen" AS "t3"
  ) AS "t14"
    ON "t7"."team" = "t14"."team"
)
SELECT
  *
FROM (
  SELECT
    "t14"."row",
    "t7"."team",
    "t15"."name",
    "t7"."edition",
    "t14"."last",
    "t27"."previous",
    "t21"."practice",
    "t21"."before_id",
    "t21"."section",
    "t21"."title",
    "t21"."level",
    "t21"."before_level",
    "t21"."practice_weight",
    "t16"."section_weight"
  FROM "editions" AS "t7"
  SEMI JOIN "asked" AS "t8"
    ON "t7"."quarter" = "t8"."quarter"
  SEMI JOIN "wanted_kinds" AS "t9"
    ON "t7"."questionnaire" = "t9"."questionnaire" AND "t7"."version" = "t9"."version"
  INNER JOIN (
    SELECT
      "t3"."team",
      "t3"."row",
      "t3"."edition" AS "last"
    FROM "chosen" AS "t3"
  ) AS "t14"
    ON "t7"."team" = "t14"."team"
  SEMI JOIN (
    SELECT
      "t22"."team"
    FROM (
      SELECT
        "t19"."team",
        COUNT(*) AS "sealed"
      FROM "t18" AS "t19"
      GROUP BY
        1
    ) AS "t22"
    WHERE
      "t22"."sealed" > 1
  ) AS "t26"
    ON "t7"."team" = "t26"."team"
  INNER JOIN (
    SELECT
      "t4"."team",
      "t4"."name"
    FROM "teams" AS "t4"
  ) AS "t15"
    ON "t7"."team" = "t15"."team"
  LEFT OUTER JOIN (
    SELECT
      "t23"."team",
      "t23"."edition" AS "previous",
      "t23"."digest" AS "previous_digest"
    FROM (
      SELECT DISTINCT
        "t19"."team",
        "t19"."edition",
        "t19"."digest"
      FROM "t18" AS "t19"
      WHERE
        "t19"."previous_digest" IS NOT NULL
    ) AS "t23"
  ) AS "t27"
    ON "t7"."team" = "t27"."team" AND "t7"."previous_digest" = "t27"."previous_digest"
  INNER JOIN (
    SELECT
      "t17"."edition",
      "t17"."practice",
      "t17"."before_id",
      "t17"."section",
      "t17"."title",
      "t17"."level",
      "t17"."before_level",
      "t17"."weight_exact" AS "practice_weight"
    FROM (
      SELECT
        "t10"."edition",
        "t10"."team",
        "t10"."practice",
        "t10"."position",
        "t10"."section",
        "t10"."title",
        "t10"."essential",
        "t10"."impact",
        "t10"."weight",
        "t10"."weight_exact",
        "t10"."scope",
        "t10"."status",
        "t10"."counts",
        "t10"."level",
        "t10"."evidenced",
        "t10"."target",
        "t10"."effort",
        "t10"."confirmed",
        "t10"."share",
        "t10"."share_exact",
        "t10"."wording",
        "t10"."same_words",
        "t10"."before_id",
        "t10"."before_status",
        "t10"."before_counts",
        "t10"."before_level",
        "t10"."before_evidenced",
        "t10"."before_target",
        "t10"."before_wording",
        "t10"."due",
        "t10"."ask_by",
        "t10"."owner",
        "t10"."ask_whom",
        "t10"."answered_by",
        "t10"."confirmed_by",
        "t10"."quarter"
      FROM "scores" AS "t10"
      SEMI JOIN "asked" AS "t8"
        ON "t10"."quarter" = "t8"."quarter"
    ) AS "t17"
    WHERE
      "t17"."same_words"
      AND "t17"."level" IS NOT NULL
      AND "t17"."before_level" IS NOT NULL
  ) AS "t21"
    ON "t7"."edition" = "t21"."edition"
  INNER JOIN (
    SELECT
      "t5"."edition",
      "t5"."section",
      "t5"."weight_exact" AS "section_weight"
    FROM "sections" AS "t5"
  ) AS "t16"
    ON "t7"."edition" = "t16"."edition" AND "t21"."section" = "t16"."section"
) AS "t28"
ORDER BY
  "t28"."row" ASC,
  "t28"."team" ASC,
  "t28"."edition" ASC,
  "t28"."practice" ASC
