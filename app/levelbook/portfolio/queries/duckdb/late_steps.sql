SELECT
  *
FROM (
  SELECT
    "t15"."row",
    "t15"."team",
    "t9"."name",
    "t9"."unit",
    "t15"."sealed_on",
    "t15"."steps",
    "t15"."since"
  FROM (
    SELECT
      "t13"."row",
      "t13"."team",
      COUNT(*) AS "steps",
      MIN("t13"."due") AS "since",
      MAX("t13"."sealed_on") AS "sealed_on"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t4"."row",
          "t4"."team",
          "t4"."edition",
          "t4"."sealed_on",
          "t11"."due",
          "t11"."done_on",
          "t10"."as_of"
        FROM "chosen" AS "t4"
        SEMI JOIN "asked" AS "t5"
          ON "t4"."quarter" = "t5"."quarter"
        INNER JOIN (
          SELECT
            "t3"."edition",
            "t3"."due",
            "t3"."done_on"
          FROM "steps" AS "t3"
        ) AS "t11"
          ON "t4"."edition" = "t11"."edition"
        CROSS JOIN (
          SELECT
            "t2"."as_of"
          FROM "asked" AS "t2"
        ) AS "t10"
      ) AS "t12"
      WHERE
        "t12"."done_on" IS NULL AND "t12"."due" < "t12"."as_of"
    ) AS "t13"
    GROUP BY
      1,
      2
  ) AS "t15"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name",
      "t0"."unit"
    FROM "teams" AS "t0"
  ) AS "t9"
    ON "t15"."team" = "t9"."team"
) AS "t16"
ORDER BY
  "t16"."row" ASC,
  "t16"."team" ASC
