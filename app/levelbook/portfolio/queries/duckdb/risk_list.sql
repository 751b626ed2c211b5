SELECT
  *
FROM (
  SELECT
    "t14"."until",
    "t14"."row",
    "t14"."team",
    "t7"."name",
    "t14"."practice",
    "t14"."title",
    "t14"."level",
    "t14"."target",
    "t14"."reason"
  FROM (
    SELECT
      "t12"."row",
      "t12"."team",
      "t12"."practice",
      "t12"."title",
      "t12"."level",
      "t12"."target",
      "t12"."until",
      "t12"."reason"
    FROM (
      SELECT
        "t8"."row",
        "t8"."team",
        "t8"."edition",
        "t9"."practice",
        "t9"."level",
        "t9"."target",
        "t9"."until",
        "t9"."reason",
        "t11"."title",
        "t11"."answered"
      FROM (
        SELECT
          "t1"."row",
          "t1"."team",
          "t1"."edition"
        FROM "chosen" AS "t1"
      ) AS "t8"
      INNER JOIN (
        SELECT
          "t2"."edition",
          "t2"."practice",
          "t2"."level",
          "t2"."target",
          "t2"."until",
          "t2"."reason"
        FROM "risks" AS "t2"
      ) AS "t9"
        ON "t8"."edition" = "t9"."edition"
      INNER JOIN (
        SELECT
          "t3"."edition",
          "t3"."practice",
          "t3"."title",
          "t3"."level" AS "answered"
        FROM "scores" AS "t3"
        WHERE
          "t3"."counts" AND "t3"."level" IS NOT NULL AND "t3"."level" < "t3"."target"
      ) AS "t11"
        ON "t8"."edition" = "t11"."edition" AND "t9"."practice" = "t11"."practice"
    ) AS "t12"
    WHERE
      "t12"."answered" >= "t12"."level"
  ) AS "t14"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name"
    FROM "teams" AS "t0"
  ) AS "t7"
    ON "t14"."team" = "t7"."team"
) AS "t15"
ORDER BY
  "t15"."until" ASC,
  "t15"."row" ASC,
  "t15"."team" ASC,
  "t15"."practice" ASC
