SELECT
  *
FROM (
  SELECT
    "t10"."row",
    "t10"."team",
    "t11"."name",
    "t11"."unit",
    "t10"."sealed_on",
    "t19"."steps",
    "t19"."since"
  FROM (
    SELECT
      "t0"."row",
      "t0"."team",
      "t0"."edition",
      "t0"."sealed_on"
    FROM "chosen" AS "t0"
  ) AS "t10"
  INNER JOIN (
    SELECT
      "t17"."edition",
      COUNT(*) AS "steps",
      MIN("t17"."due") AS "since"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t15"."edition",
          "t15"."due",
          "t14"."as_of"
        FROM (
          SELECT
            *
          FROM "steps" AS "t2"
          WHERE
            "t2"."done_on" IS NULL
        ) AS "t15"
        SEMI JOIN "chosen" AS "t5"
          ON "t15"."edition" = "t5"."edition"
        SEMI JOIN (
          SELECT
            "t3"."edition",
            "t3"."practice"
          FROM "scores" AS "t3"
          WHERE
            "t3"."counts"
        ) AS "t13"
          ON "t15"."edition" = "t13"."edition" AND "t15"."practice" = "t13"."practice"
        CROSS JOIN (
          SELECT
            "t4"."as_of"
          FROM "asked" AS "t4"
        ) AS "t14"
      ) AS "t16"
      WHERE
        "t16"."due" < "t16"."as_of"
    ) AS "t17"
    GROUP BY
      1
  ) AS "t19"
    ON "t10"."edition" = "t19"."edition"
  INNER JOIN (
    SELECT
      "t1"."team",
      "t1"."name",
      "t1"."unit"
    FROM "teams" AS "t1"
  ) AS "t11"
    ON "t10"."team" = "t11"."team"
) AS "t20"
ORDER BY
  "t20"."row" ASC,
  "t20"."team" ASC
