SELECT
  *
FROM (
  SELECT
    "t5"."section",
    MIN("t5"."position") AS "position",
    MAX("t5"."title") AS "title"
  FROM (
    SELECT
      "t4"."edition",
      "t4"."section",
      "t4"."position",
      "t4"."title"
    FROM (
      SELECT
        "t0"."edition",
        "t0"."section",
        "t0"."position",
        "t0"."title"
      FROM "sections" AS "t0"
      WHERE
        "t0"."low" IS NOT NULL
    ) AS "t4"
    SEMI JOIN "chosen" AS "t2"
      ON "t4"."edition" = "t2"."edition"
  ) AS "t5"
  GROUP BY
    1
) AS "t6"
ORDER BY
  "t6"."position" ASC,
  "t6"."section" ASC
