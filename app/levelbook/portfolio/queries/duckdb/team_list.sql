SELECT
  *
FROM (
  SELECT
    "t4"."row",
    "t4"."team",
    "t8"."name",
    "t8"."unit",
    "t8"."place",
    "t9"."edition_name",
    "t9"."digest",
    "t4"."sealed_on",
    "t4"."round_on",
    "t4"."age_days",
    "t4"."is_old",
    "t9"."practices",
    "t9"."answered",
    "t9"."level",
    "t9"."low",
    "t9"."high",
    "t9"."evidenced",
    "t9"."target",
    "t9"."level_exact",
    "t9"."low_exact",
    "t9"."high_exact",
    "t9"."evidenced_exact",
    "t9"."target_exact",
    "t9"."like_before_exact",
    "t9"."like_after_exact"
  FROM "chosen" AS "t4"
  SEMI JOIN "asked" AS "t5"
    ON "t4"."quarter" = "t5"."quarter"
  INNER JOIN (
    SELECT
      "t2"."team",
      "t2"."name",
      "t2"."unit",
      "t2"."place"
    FROM "teams" AS "t2"
  ) AS "t8"
    ON "t4"."team" = "t8"."team"
  INNER JOIN (
    SELECT
      "t3"."edition",
      "t3"."name" AS "edition_name",
      "t3"."digest",
      "t3"."practices",
      "t3"."answered",
      "t3"."level",
      "t3"."low",
      "t3"."high",
      "t3"."evidenced",
      "t3"."target",
      "t3"."level_exact",
      "t3"."low_exact",
      "t3"."high_exact",
      "t3"."evidenced_exact",
      "t3"."target_exact",
      "t3"."like_before_exact",
      "t3"."like_after_exact"
    FROM "editions" AS "t3"
  ) AS "t9"
    ON "t4"."edition" = "t9"."edition"
) AS "t10"
ORDER BY
  "t10"."row" ASC,
  "t10"."team" ASC
