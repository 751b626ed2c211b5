SELECT
  COUNT(*) AS "teams"
FROM (
  SELECT DISTINCT
    "t8"."team"
  FROM (
    SELECT
      "t3"."team",
      "t3"."row",
      "t6"."closed_on",
      "t7"."as_of"
    FROM "wanted_teams" AS "t3"
    INNER JOIN (
      SELECT
        "t1"."team",
        "t1"."closed_on"
      FROM "teams" AS "t1"
    ) AS "t6"
      ON "t3"."team" = "t6"."team"
    CROSS JOIN (
      SELECT
        "t2"."as_of"
      FROM "asked" AS "t2"
    ) AS "t7"
  ) AS "t8"
  WHERE
    "t8"."closed_on" <= "t8"."as_of"
) AS "t9"
