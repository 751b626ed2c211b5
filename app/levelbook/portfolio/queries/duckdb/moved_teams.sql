SELECT
  *
FROM (
  SELECT
    "t18"."row",
    "t18"."team",
    "t10"."name",
    "t18"."edition",
    "t18"."like_practices",
    "t18"."like_before",
    "t18"."like_after",
    "t18"."like_before_exact",
    "t18"."like_after_exact"
  FROM (
    SELECT
      *
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
        "t11"."row",
        "t11"."last"
      FROM "editions" AS "t5"
      SEMI JOIN "asked" AS "t6"
        ON "t5"."quarter" = "t6"."quarter"
      SEMI JOIN "wanted_kinds" AS "t7"
        ON "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
      INNER JOIN (
        SELECT
          "t4"."team",
          "t4"."row",
          "t4"."edition" AS "last"
        FROM "chosen" AS "t4"
      ) AS "t11"
        ON "t5"."team" = "t11"."team"
      ANTI JOIN (
        SELECT
          "t13"."team"
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
              "t11"."row",
              "t11"."last"
            FROM "editions" AS "t5"
            SEMI JOIN "asked" AS "t6"
              ON "t5"."quarter" = "t6"."quarter"
            SEMI JOIN "wanted_kinds" AS "t7"
              ON "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
            INNER JOIN (
              SELECT
                "t4"."team",
                "t4"."row",
                "t4"."edition" AS "last"
              FROM "chosen" AS "t4"
            ) AS "t11"
              ON "t5"."team" = "t11"."team"
          ) AS "t12"
          GROUP BY
            1
        ) AS "t13"
        WHERE
          "t13"."sealed" > 1
      ) AS "t15"
        ON "t5"."team" = "t15"."team"
    ) AS "t16"
    WHERE
      "t16"."like_practices" IS NOT NULL
  ) AS "t18"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name"
    FROM "teams" AS "t0"
  ) AS "t10"
    ON "t18"."team" = "t10"."team"
) AS "t19"
ORDER BY
  "t19"."row" ASC,
  "t19"."team" ASC,
  "t19"."edition" ASC
