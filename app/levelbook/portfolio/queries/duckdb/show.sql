SELECT
  *
FROM (
  SELECT
    "t14"."row",
    "t14"."section",
    COUNT(*) AS "teams",
    SUM(CAST("t14"."is_old" AS BIGINT)) AS "old",
    COUNT("t14"."level") AS "levels",
    SUM("t14"."level") AS "level_sum",
    SUM("t14"."low") AS "low_sum",
    SUM("t14"."high") AS "high_sum",
    SUM("t14"."evidenced") AS "evidenced_sum",
    SUM("t14"."target") AS "target_sum",
    MIN("t14"."position") AS "position",
    MAX("t14"."title") AS "title"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t11"."row",
          '' AS "section",
          0 AS "position",
          '' AS "title",
          "t11"."is_old",
          "t11"."level",
          "t11"."low",
          "t11"."high",
          "t11"."evidenced",
          "t11"."target"
        FROM (
          SELECT
            "t4"."row",
            "t4"."edition",
            "t4"."is_old",
            "t9"."level",
            "t9"."low",
            "t9"."high",
            "t9"."evidenced",
            "t9"."target"
          FROM "chosen" AS "t4"
          SEMI JOIN "asked" AS "t5"
            ON "t4"."quarter" = "t5"."quarter"
          INNER JOIN (
            SELECT
              "t3"."edition",
              "t3"."level",
              "t3"."low",
              "t3"."high",
              "t3"."evidenced",
              "t3"."target"
            FROM "editions" AS "t3"
          ) AS "t9"
            ON "t4"."edition" = "t9"."edition"
        ) AS "t11"
      ) AS "t12"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t4"."row",
          "t8"."section",
          "t8"."position",
          "t8"."title",
          "t4"."is_old",
          "t8"."level",
          "t8"."low",
          "t8"."high",
          "t8"."evidenced",
          "t8"."target"
        FROM "chosen" AS "t4"
        SEMI JOIN "asked" AS "t5"
          ON "t4"."quarter" = "t5"."quarter"
        INNER JOIN (
          SELECT
            "t2"."edition",
            "t2"."section",
            "t2"."position",
            "t2"."title",
            "t2"."level",
            "t2"."low",
            "t2"."high",
            "t2"."evidenced",
            "t2"."target"
          FROM "sections" AS "t2"
        ) AS "t8"
          ON "t4"."edition" = "t8"."edition"
      ) AS "t10"
    ) AS "t13"
    WHERE
      "t13"."low" IS NOT NULL
  ) AS "t14"
  GROUP BY
    1,
    2
) AS "t15"
ORDER BY
  "t15"."row" ASC,
  "t15"."position" ASC,
  "t15"."section" ASC
