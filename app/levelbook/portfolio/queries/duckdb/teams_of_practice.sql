SELECT
  "t13"."team",
  "t13"."name",
  "t13"."unit",
  "t13"."level",
  "t13"."evidenced",
  "t13"."target",
  "t13"."before"
FROM (
  SELECT
    "t8"."team",
    "t8"."edition",
    "t9"."name",
    "t9"."unit",
    "t12"."practice",
    "t12"."level",
    "t12"."evidenced",
    "t12"."target",
    "t12"."before"
  FROM (
    SELECT DISTINCT
      "t0"."team",
      "t0"."edition"
    FROM "chosen" AS "t0"
  ) AS "t8"
  INNER JOIN (
    SELECT
      "t1"."team",
      "t1"."name",
      "t1"."unit"
    FROM "teams" AS "t1"
  ) AS "t9"
    ON "t8"."team" = "t9"."team"
  INNER JOIN (
    SELECT
      "t10"."edition",
      "t10"."practice",
      "t10"."level",
      "t10"."evidenced",
      "t10"."target",
      CASE WHEN "t10"."same_words" THEN "t10"."before_level" ELSE NULL END AS "before"
    FROM (
      SELECT
        "t4"."edition",
        "t4"."team",
        "t4"."practice",
        "t4"."position",
        "t4"."section",
        "t4"."title",
        "t4"."essential",
        "t4"."impact",
        "t4"."weight",
        "t4"."weight_exact",
        "t4"."scope",
        "t4"."status",
        "t4"."counts",
        "t4"."level",
        "t4"."evidenced",
        "t4"."target",
        "t4"."effort",
        "t4"."confirmed",
        "t4"."share",
        "t4"."share_exact",
        "t4"."wording",
        "t4"."same_words",
        "t4"."before_id",
        "t4"."before_status",
        "t4"."before_counts",
        "t4"."before_level",
        "t4"."before_evidenced",
        "t4"."before_target",
        "t4"."before_wording",
        "t4"."due",
        "t4"."ask_by",
        "t4"."owner",
        "t4"."ask_whom",
        "t4"."answered_by",
        "t4"."confirmed_by",
        "t4"."quarter"
      FROM "scores" AS "t4"
      SEMI JOIN "wanted_practices" AS "t5"
        ON "t4"."practice" = "t5"."practice"
    ) AS "t10"
    WHERE
      "t10"."counts"
  ) AS "t12"
    ON "t8"."edition" = "t12"."edition"
) AS "t13"
ORDER BY
  "t13"."level" ASC NULLS FIRST,
  "t13"."name" ASC,
  "t13"."team" ASC,
  "t13"."practice" ASC
