SELECT
  *
FROM (
  SELECT
    "t26"."practice",
    SUM(CAST(COALESCE("t26"."offered_level" > "t26"."known", FALSE) AS BIGINT)) AS "could_take",
    SUM(
      CAST((
        "t26"."offered_level" IS NULL
      ) AND (
        "t26"."held_level" > "t26"."known"
      ) AS BIGINT)
    ) AS "could_be_given"
  FROM (
    SELECT
      "t22"."practice",
      "t22"."wording",
      "t22"."known",
      "t25"."offered_level",
      "t25"."held_level"
    FROM (
      SELECT
        "t19"."edition",
        "t19"."practice",
        "t19"."wording",
        "t19"."level",
        "t19"."target",
        COALESCE("t19"."level", 0) AS "known"
      FROM (
        SELECT
          "t13"."edition",
          "t15"."practice",
          "t15"."wording",
          "t15"."level",
          "t15"."target"
        FROM (
          SELECT
            "t1"."edition"
          FROM "chosen" AS "t1"
        ) AS "t13"
        INNER JOIN (
          SELECT
            "t2"."edition",
            "t2"."practice",
            "t2"."wording",
            "t2"."level",
            "t2"."target"
          FROM "scores" AS "t2"
          WHERE
            "t2"."counts"
        ) AS "t15"
          ON "t13"."edition" = "t15"."edition"
      ) AS "t19"
      WHERE
        COALESCE("t19"."level", 0) < "t19"."target"
    ) AS "t22"
    ANTI JOIN "taken" AS "t6"
      ON "t22"."edition" = "t6"."edition" AND "t22"."practice" = "t6"."practice"
    INNER JOIN (
      SELECT
        "t23"."practice",
        "t23"."wording",
        MAX(CASE WHEN "t23"."offered" = 1 THEN "t23"."level" ELSE CAST(NULL AS BIGINT) END) AS "offered_level",
        MAX("t23"."level") AS "held_level"
      FROM (
        SELECT
          "t20"."team",
          "t20"."practice",
          "t20"."wording",
          "t20"."level",
          COALESCE("t20"."offered", 0) AS "offered"
        FROM (
          SELECT
            "t7"."team",
            "t16"."practice",
            "t16"."wording",
            "t16"."level",
            "t18"."offered"
          FROM "latest" AS "t7"
          SEMI JOIN "asked" AS "t8"
            ON "t7"."quarter" = "t8"."quarter"
          SEMI JOIN "offers" AS "t9"
            ON "t7"."edition" = "t9"."edition"
          INNER JOIN (
            SELECT
              "t2"."edition",
              "t2"."practice",
              "t2"."wording",
              "t2"."level"
            FROM "scores" AS "t2"
            WHERE
              "t2"."counts" AND "t2"."level" IS NOT NULL
          ) AS "t16"
            ON "t7"."edition" = "t16"."edition"
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
          ) AS "t18"
            ON "t7"."edition" = "t18"."edition" AND "t16"."practice" = "t18"."practice"
        ) AS "t20"
      ) AS "t23"
      GROUP BY
        1,
        2
    ) AS "t25"
      ON "t22"."practice" = "t25"."practice" AND "t22"."wording" = "t25"."wording"
  ) AS "t26"
  GROUP BY
    1
) AS "t27"
ORDER BY
  "t27"."practice" ASC
