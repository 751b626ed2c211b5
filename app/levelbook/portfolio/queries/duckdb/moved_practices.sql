SELECT
  *
FROM (
  SELECT
    "t18"."practice",
    MIN("t18"."section") AS "section",
    MAX("t18"."title") AS "title",
    COUNT(*) AS "teams",
    SUM(CAST("t18"."level" > "t18"."before_level" AS INT)) AS "up",
    SUM(CAST("t18"."level" < "t18"."before_level" AS INT)) AS "down",
    SUM("t18"."level" - "t18"."before_level") AS "change_sum"
  FROM (
    SELECT
      "t5"."edition",
      "t15"."practice",
      "t15"."section",
      "t15"."title",
      "t15"."level",
      "t15"."before_level"
    FROM "editions" AS "t5"
    SEMI JOIN "asked" AS "t6"
      ON "t5"."quarter" = "t6"."quarter"
    SEMI JOIN "wanted_kinds" AS "t7"
      ON "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
    INNER JOIN (
      SELECT
        "t3"."team",
        "t3"."row",
        "t3"."edition" AS "last"
      FROM "chosen" AS "t3"
    ) AS "t10"
      ON "t5"."team" = "t10"."team"
    ANTI JOIN (
      SELECT
        "t14"."team"
      FROM (
        SELECT
          "t12"."team",
          COUNT(*) AS "sealed"
        FROM (
          SELECT
            "t5"."edition",
            "t5"."team",
            "t5"."number",
            "t5"."digest",
            "t5"."previous_digest",
            "t5"."like_practices",
            "t5"."like_before",
            "t5"."like_after",
            "t5"."like_before_exact",
            "t5"."like_after_exact",
            "t10"."row",
            "t10"."last"
          FROM "editions" AS "t5"
          SEMI JOIN "asked" AS "t6"
            ON "t5"."quarter" = "t6"."quarter"
          SEMI JOIN "wanted_kinds" AS "t7"
            ON "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
          INNER JOIN (
            SELECT
              "t3"."team",
              "t3"."row",
              "t3"."edition" AS "last"
            FROM "chosen" AS "t3"
          ) AS "t10"
            ON "t5"."team" = "t10"."team"
        ) AS "t12"
        GROUP BY
          1
      ) AS "t14"
      WHERE
        "t14"."sealed" > 1
    ) AS "t17"
      ON "t5"."team" = "t17"."team"
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
    ) AS "t15"
      ON "t5"."edition" = "t15"."edition"
  ) AS "t18"
  GROUP BY
    1
) AS "t19"
ORDER BY
  "t19"."practice" ASC
