SELECT
  COALESCE(MAX("t6"."max_level"), 4) AS "top"
FROM (
  SELECT
    "t4"."edition",
    "t5"."max_level"
  FROM (
    SELECT
      "t0"."edition"
    FROM "chosen" AS "t0"
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t1"."edition",
      "t1"."max_level"
    FROM "editions" AS "t1"
  ) AS "t5"
    ON "t4"."edition" = "t5"."edition"
) AS "t6"
