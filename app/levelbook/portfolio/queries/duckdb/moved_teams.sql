SELECT
  *
FROM (
  SELECT
    "t15"."row",
    "t15"."team",
    "t10"."name",
    "t15"."edition",
    "t15"."like_practices",
    "t15"."like_before",
    "t15"."like_after",
    "t15"."like_before_exact",
    "t15"."like_after_exact"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t5"."edition",
        "t5"."team",
        "t5"."like_practices",
        "t5"."like_before",
        "t5"."like_after",
        "t5"."like_before_exact",
        "t5"."like_after_exact",
        "t12"."row"
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
    ) AS "t13"
    WHERE
      "t13"."like_practices" IS NOT NULL
  ) AS "t15"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name"
    FROM "teams" AS "t0"
  ) AS "t10"
    ON "t15"."team" = "t10"."team"
) AS "t16"
ORDER BY
  "t16"."row" ASC,
  "t16"."team" ASC,
  "t16"."edition" ASC
