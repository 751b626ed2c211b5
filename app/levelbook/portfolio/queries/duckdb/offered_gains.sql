SELECT
  *
FROM (
  SELECT
    "t25"."practice",
    SUM(CAST(COALESCE("t25"."offered_level" > "t25"."known", FALSE) AS BIGINT)) AS "could_take",
    SUM(
      CAST((
        "t25"."offered_level" IS NULL
      ) AND (
        "t25"."held_level" > "t25"."known"
      ) AS BIGINT)
    ) AS "could_be_given"
  FROM (
    SELECT
      "t21"."practice",
      "t21"."wording",
      "t21"."known",
      "t24"."offered_level",
      "t24"."held_level"
    FROM (
      SELECT
        "t18"."edition",
        "t18"."practice",
        "t18"."wording",
        "t18"."level",
        "t18"."target",
        COALESCE("t18"."level", 0) AS "known"
      FROM (
        SELECT
          "t7"."edition",
          "t14"."practice",
          "t14"."wording",
          "t14"."level",
          "t14"."target"
        FROM "chosen" AS "t7"
        SEMI JOIN "asked" AS "t8"
          ON "t7"."quarter" = "t8"."quarter"
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
        ) AS "t14"
          ON "t7"."edition" = "t14"."edition"
      ) AS "t18"
      WHERE
        COALESCE("t18"."level", 0) < "t18"."target"
    ) AS "t21"
    ANTI JOIN "taken" AS "t6"
      ON "t21"."edition" = "t6"."edition" AND "t21"."practice" = "t6"."practice"
    INNER JOIN (
      SELECT
        "t22"."practice",
        "t22"."wording",
        MAX(CASE WHEN "t22"."offered" = 1 THEN "t22"."level" ELSE CAST(NULL AS BIGINT) END) AS "offered_level",
        MAX("t22"."level") AS "held_level"
      FROM (
        SELECT
          "t19"."team",
          "t19"."practice",
          "t19"."wording",
          "t19"."level",
          COALESCE("t19"."offered", 0) AS "offered"
        FROM (
          SELECT
            "t9"."team",
            "t15"."practice",
            "t15"."wording",
            "t15"."level",
            "t17"."offered"
          FROM "latest" AS "t9"
          SEMI JOIN "asked" AS "t8"
            ON "t9"."quarter" = "t8"."quarter"
          SEMI JOIN "offers" AS "t10"
            ON "t9"."edition" = "t10"."edition"
          INNER JOIN (
            SELECT
              "t3"."edition",
              "t3"."practice",
              "t3"."wording",
              "t3"."level"
            FROM "scores" AS "t3"
            WHERE
              "t3"."counts" AND "t3"."level" IS NOT NULL
          ) AS "t15"
            ON "t9"."edition" = "t15"."edition"
          LEFT OUTER JOIN (
            SELECT
              "t12"."edition",
              "t12"."practice",
              1 AS "offered"
            FROM (
              SELECT DISTINCT
                "t5"."edition",
                "t5"."practice"
              FROM "offers" AS "t5"
            ) AS "t12"
          ) AS "t17"
            ON "t9"."edition" = "t17"."edition" AND "t15"."practice" = "t17"."practice"
        ) AS "t19"
      ) AS "t22"
      GROUP BY
        1,
        2
    ) AS "t24"
      ON "t21"."practice" = "t24"."practice" AND "t21"."wording" = "t24"."wording"
  ) AS "t25"
  GROUP BY
    1
) AS "t26"
ORDER BY
  "t26"."practice" ASC
