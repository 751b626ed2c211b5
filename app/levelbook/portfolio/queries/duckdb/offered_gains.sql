SELECT
  *
FROM (
  SELECT
    "t14"."practice",
    SUM(CAST(COALESCE("t14"."offered_level" > "t14"."known", FALSE) AS INT)) AS "could_take",
    SUM(
      CAST((
        "t14"."offered_level" IS NULL
      ) AND (
        "t14"."held_level" > "t14"."known"
      ) AS INT)
    ) AS "could_be_given"
  FROM (
    SELECT
      "t13"."practice",
      "t13"."wording",
      "t13"."known",
      "t10"."offered_level",
      "t10"."held_level"
    FROM (
      SELECT
        "t11"."edition",
        "t11"."practice",
        "t11"."wording",
        "t11"."level",
        "t11"."target",
        COALESCE("t11"."level", 0) AS "known"
      FROM (
        SELECT
          "t7"."edition",
          "t8"."practice",
          "t8"."wording",
          "t8"."level",
          "t8"."target"
        FROM (
          SELECT
            "t2"."edition"
          FROM "chosen" AS "t2"
        ) AS "t7"
        INNER JOIN (
          SELECT
            "t3"."edition",
            "t3"."practice",
            "t3"."wording",
            "t3"."level",
            "t3"."target"
          FROM "scores" AS "t3"
          WHERE
            "t3"."counts"
        ) AS "t8"
          ON "t7"."edition" = "t8"."edition"
      ) AS "t11"
      WHERE
        COALESCE("t11"."level", 0) < "t11"."target"
    ) AS "t13"
    ANTI JOIN "taken" AS "t4"
      ON "t13"."edition" = "t4"."edition" AND "t13"."practice" = "t4"."practice"
    INNER JOIN (
      SELECT
        "t1"."practice",
        "t1"."wording",
        MAX(CASE WHEN "t1"."offered" = 1 THEN "t1"."level" ELSE CAST(NULL AS BIGINT) END) AS "offered_level",
        MAX("t1"."level") AS "held_level"
      FROM "held" AS "t1"
      GROUP BY
        1,
        2
    ) AS "t10"
      ON "t13"."practice" = "t10"."practice" AND "t13"."wording" = "t10"."wording"
  ) AS "t14"
  GROUP BY
    1
) AS "t15"
ORDER BY
  "t15"."practice" ASC
