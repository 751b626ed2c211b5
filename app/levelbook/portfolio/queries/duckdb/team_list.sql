SELECT
  *
FROM (
  SELECT
    "t3"."row",
    "t3"."team",
    "t6"."name",
    "t6"."unit",
    "t6"."place",
    "t7"."edition_name",
    "t7"."digest",
    "t3"."sealed_on",
    "t3"."round_on",
    "t3"."age_days",
    "t3"."is_old",
    "t7"."practices",
    "t7"."answered",
    "t7"."level",
    "t7"."low",
    "t7"."high",
    "t7"."evidenced",
    "t7"."target",
    "t7"."level_exact",
    "t7"."low_exact",
    "t7"."high_exact",
    "t7"."evidenced_exact",
    "t7"."target_exact",
    "t7"."like_before_exact",
    "t7"."like_after_exact"
  FROM "chosen" AS "t3"
  INNER JOIN (
    SELECT
      "t1"."team",
      "t1"."name",
      "t1"."unit",
      "t1"."place"
    FROM "teams" AS "t1"
  ) AS "t6"
    ON "t3"."team" = "t6"."team"
  INNER JOIN (
    SELECT
      "t2"."edition",
      "t2"."name" AS "edition_name",
      "t2"."digest",
      "t2"."practices",
      "t2"."answered",
      "t2"."level",
      "t2"."low",
      "t2"."high",
      "t2"."evidenced",
      "t2"."target",
      "t2"."level_exact",
      "t2"."low_exact",
      "t2"."high_exact",
      "t2"."evidenced_exact",
      "t2"."target_exact",
      "t2"."like_before_exact",
      "t2"."like_after_exact"
    FROM "editions" AS "t2"
  ) AS "t7"
    ON "t3"."edition" = "t7"."edition"
) AS "t8"
ORDER BY
  "t8"."row" ASC,
  "t8"."team" ASC
