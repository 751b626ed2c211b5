SELECT
  *
FROM (
  SELECT
    "t8"."row",
    "t8"."team",
    "t9"."name",
    "t9"."unit",
    "t8"."sealed_on",
    "t16"."steps",
    "t16"."since"
  FROM (
    SELECT
      "t0"."row",
      "t0"."team",
      "t0"."edition",
      "t0"."sealed_on"
    FROM "chosen" AS "t0"
  ) AS "t8"
  INNER JOIN (
    SELECT
      "t14"."edition",
      COUNT(*) AS "steps",
      MIN("t14"."due") AS "since"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t12"."edition",
          "t12"."due",
          "t11"."as_of"
        FROM (
          SELECT
            "t2"."edition",
            "t2"."due"
          FROM "steps" AS "t2"
          WHERE
            "t2"."done_on" IS NULL
        ) AS "t12"
        SEMI JOIN "chosen" AS "t4"
          ON "t12"."edition" = "t4"."edition"
        CROSS JOIN (
          SELECT
            "t3"."as_of"
          FROM "asked" AS "t3"
        ) AS "t11"
      ) AS "t13"
      WHERE
        "t13"."due" < "t13"."as_of"
    ) AS "t14"
    GROUP BY
      1
  ) AS "t16"
    ON "t8"."edition" = "t16"."edition"
  INNER JOIN (
    SELECT
      "t1"."team",
      "t1"."name",
      "t1"."unit"
    FROM "teams" AS "t1"
  ) AS "t9"
    ON "t8"."team" = "t9"."team"
) AS "t17"
ORDER BY
  "t17"."row" ASC,
  "t17"."team" ASC
