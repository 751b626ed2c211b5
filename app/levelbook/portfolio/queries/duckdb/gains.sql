SELECT
  *
FROM (
  SELECT
    "t8"."practice",
    MIN("t8"."section") AS "section",
    MAX("t8"."title") AS "title",
    COUNT(*) AS "low_teams",
    SUM(CAST("t8"."level" IS NULL AS BIGINT)) AS "unsettled",
    SUM("t8"."part") AS "gain_sum",
    SUM("t8"."part" * (
      "t8"."target" - "t8"."known"
    )) AS "to_target_sum"
  FROM (
    SELECT
      "t7"."row",
      "t7"."team",
      "t7"."edition",
      "t7"."practice",
      "t7"."section",
      "t7"."title",
      "t7"."essential",
      "t7"."level",
      "t7"."evidenced",
      "t7"."target",
      "t7"."share",
      COALESCE("t7"."level", 0) AS "known",
      COALESCE("t7"."share", 0.0) AS "part"
    FROM (
      SELECT
        "t3"."row",
        "t3"."team",
        "t3"."edition",
        "t6"."practice",
        "t6"."section",
        "t6"."title",
        "t6"."essential",
        "t6"."level",
        "t6"."evidenced",
        "t6"."target",
        "t6"."share"
      FROM "chosen" AS "t3"
      SEMI JOIN "asked" AS "t4"
        ON "t3"."quarter" = "t4"."quarter"
      INNER JOIN (
        SELECT
          "t2"."edition",
          "t2"."practice",
          "t2"."section",
          "t2"."title",
          "t2"."essential",
          "t2"."level",
          "t2"."evidenced",
          "t2"."target",
          "t2"."share"
        FROM "scores" AS "t2"
        WHERE
          "t2"."counts"
      ) AS "t6"
        ON "t3"."edition" = "t6"."edition"
    ) AS "t7"
    WHERE
      COALESCE("t7"."level", 0) < "t7"."target"
  ) AS "t8"
  GROUP BY
    1
) AS "t9"
ORDER BY
  "t9"."practice" ASC
