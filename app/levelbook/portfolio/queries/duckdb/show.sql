SELECT
  *
FROM (
  SELECT
    "t13"."row",
    "t13"."section",
    COUNT(*) AS "teams",
    SUM(CAST("t13"."is_old" AS INT)) AS "old",
    COUNT("t13"."level") AS "levels",
    SUM("t13"."level") AS "level_sum",
    SUM("t13"."low") AS "low_sum",
    SUM("t13"."high") AS "high_sum",
    SUM("t13"."evidenced") AS "evidenced_sum",
    SUM("t13"."target") AS "target_sum",
    MIN("t13"."position") AS "position",
    MAX("t13"."title") AS "title"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t10"."row",
          '' AS "section",
          0 AS "position",
          '' AS "title",
          "t10"."is_old",
          "t10"."level",
          "t10"."low",
          "t10"."high",
          "t10"."evidenced",
          "t10"."target"
        FROM (
          SELECT
            "t6"."row",
            "t6"."edition",
            "t6"."is_old",
            "t8"."level",
            "t8"."low",
            "t8"."high",
            "t8"."evidenced",
            "t8"."target"
          FROM (
            SELECT
              "t0"."row",
              "t0"."edition",
              "t0"."is_old"
            FROM "chosen" AS "t0"
          ) AS "t6"
          INNER JOIN (
            SELECT
              "t2"."edition",
              "t2"."level",
              "t2"."low",
              "t2"."high",
              "t2"."evidenced",
              "t2"."target"
            FROM "editions" AS "t2"
          ) AS "t8"
            ON "t6"."edition" = "t8"."edition"
        ) AS "t10"
      ) AS "t11"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t6"."row",
          "t7"."section",
          "t7"."position",
          "t7"."title",
          "t6"."is_old",
          "t7"."level",
          "t7"."low",
          "t7"."high",
          "t7"."evidenced",
          "t7"."target"
        FROM (
          SELECT
            "t0"."row",
            "t0"."edition",
            "t0"."is_old"
          FROM "chosen" AS "t0"
        ) AS "t6"
        INNER JOIN (
          SELECT
            "t1"."edition",
            "t1"."section",
            "t1"."position",
            "t1"."title",
            "t1"."level",
            "t1"."low",
            "t1"."high",
            "t1"."evidenced",
            "t1"."target"
          FROM "sections" AS "t1"
        ) AS "t7"
          ON "t6"."edition" = "t7"."edition"
      ) AS "t9"
    ) AS "t12"
    WHERE
      "t12"."low" IS NOT NULL
  ) AS "t13"
  GROUP BY
    1,
    2
) AS "t14"
ORDER BY
  "t14"."row" ASC,
  "t14"."position" ASC,
  "t14"."section" ASC
