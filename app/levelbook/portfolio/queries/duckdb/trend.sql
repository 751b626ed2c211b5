SELECT
  *
FROM (
  SELECT
    "t6"."quarter",
    "t6"."row",
    COUNT(*) AS "teams",
    SUM(CAST("t6"."is_old" AS INT)) AS "old",
    COUNT("t6"."level") AS "levels",
    SUM("t6"."level") AS "level_sum",
    SUM("t6"."low") AS "low_sum",
    SUM("t6"."high") AS "high_sum",
    SUM("t6"."evidenced") AS "evidenced_sum",
    SUM("t6"."target") AS "target_sum",
    SUM(CAST("t6"."is_new" AS INT)) AS "new"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t2"."quarter",
        "t2"."team",
        "t2"."row",
        "t2"."edition",
        "t2"."sealed_on",
        "t2"."round_on",
        "t2"."age_days",
        "t2"."is_old",
        "t2"."is_new",
        "t4"."level",
        "t4"."low",
        "t4"."high",
        "t4"."evidenced",
        "t4"."target"
      FROM "chosen_by_quarter" AS "t2"
      INNER JOIN (
        SELECT
          "t1"."edition",
          "t1"."level",
          "t1"."low",
          "t1"."high",
          "t1"."evidenced",
          "t1"."target"
        FROM "editions" AS "t1"
      ) AS "t4"
        ON "t2"."edition" = "t4"."edition"
    ) AS "t5"
    WHERE
      "t5"."low" IS NOT NULL
  ) AS "t6"
  GROUP BY
    1,
    2
) AS "t7"
ORDER BY
  "t7"."quarter" ASC,
  "t7"."row" ASC
