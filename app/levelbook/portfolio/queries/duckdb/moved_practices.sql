SELECT
  *
FROM (
  SELECT
    "t14"."practice",
    MIN("t14"."section") AS "section",
    MAX("t14"."title") AS "title",
    COUNT(*) AS "teams",
    SUM(CAST("t14"."level" > "t14"."before_level" AS INT)) AS "up",
    SUM(CAST("t14"."level" < "t14"."before_level" AS INT)) AS "down",
    SUM("t14"."level" - "t14"."before_level") AS "change_sum"
  FROM (
    SELECT
      "t5"."edition",
      "t13"."practice",
      "t13"."section",
      "t13"."title",
      "t13"."level",
      "t13"."before_level"
    FROM "editions" AS "t5"
    SEMI JOIN "asked" AS "t6"
      ON "t5"."quarter" = "t6"."quarter"
    SEMI JOIN "wanted_kinds" AS "t7"
      ON "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
    INNER JOIN (
      SELECT
        "t3"."team",
        "t3"."row"
      FROM "chosen" AS "t3"
    ) AS "t10"
      ON "t5"."team" = "t10"."team"
    INNER JOIN (
      SELECT
        "t11"."edition",
        "t11"."practice",
        "t11"."section",
        "t11"."title",
        "t11"."level",
        "t11"."before_level"
      FROM (
        SELECT
          "t8"."edition",
          "t8"."team",
          "t8"."practice",
          "t8"."position",
          "t8"."section",
          "t8"."title",
          "t8"."essential",
          "t8"."impact",
          "t8"."weight",
          "t8"."weight_exact",
          "t8"."scope",
          "t8"."status",
          "t8"."counts",
          "t8"."level",
          "t8"."evidenced",
          "t8"."target",
          "t8"."effort",
          "t8"."confirmed",
          "t8"."share",
          "t8"."share_exact",
          "t8"."wording",
          "t8"."same_words",
          "t8"."before_id",
          "t8"."before_status",
          "t8"."before_counts",
          "t8"."before_level",
          "t8"."before_evidenced",
          "t8"."before_target",
          "t8"."before_wording",
          "t8"."due",
          "t8"."ask_by",
          "t8"."owner",
          "t8"."ask_whom",
          "t8"."answered_by",
          "t8"."confirmed_by",
          "t8"."quarter"
        FROM "scores" AS "t8"
        SEMI JOIN "asked" AS "t6"
          ON "t8"."quarter" = "t6"."quarter"
      ) AS "t11"
      WHERE
        "t11"."same_words"
        AND "t11"."level" IS NOT NULL
        AND "t11"."before_level" IS NOT NULL
    ) AS "t13"
      ON "t5"."edition" = "t13"."edition"
  ) AS "t14"
  GROUP BY
    1
) AS "t15"
ORDER BY
  "t15"."practice" ASC
