SELECT
  *
FROM (
  SELECT
    "t14"."row",
    "t14"."team",
    "t10"."name",
    "t14"."edition",
    "t14"."like_practices",
    "t14"."like_before",
    "t14"."like_after",
    "t14"."like_before_exact",
    "t14"."like_after_exact"
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
        "t11"."row"
      FROM "editions" AS "t5"
      SEMI JOIN "asked" AS "t6"
        ON "t5"."quarter" = "t6"."quarter"
      SEMI JOIN "wanted_kinds" AS "t7"
        ON "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
      INNER JOIN (
        SELECT
          "t4"."team",
          "t4"."row"
        FROM "chosen" AS "t4"
      ) AS "t11"
        ON "t5"."team" = "t11"."team"
    ) AS "t12"
    WHERE
      "t12"."like_practices" IS NOT NULL
  ) AS "t14"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name"
    FROM "teams" AS "t0"
  ) AS "t10"
    ON "t14"."team" = "t10"."team"
) AS "t15"
ORDER BY
  "t15"."row" ASC,
  "t15"."team" ASC,
  "t15"."edition" ASC
