-- Compiled for snowflake, not executed. `make portfolio-sql` of levelbook writes this file.

-- quarters: The quarters that there are.
SELECT
  *
FROM (
  SELECT DISTINCT
    "t0"."quarter"
  FROM "latest" AS "t0"
) AS "t1"
ORDER BY
  "t1"."quarter" ASC;

-- used_units: The units that teams are in.
SELECT
  *
FROM (
  SELECT DISTINCT
    "t0"."unit"
  FROM "teams" AS "t0"
) AS "t1"
ORDER BY
  "t1"."unit" ASC;

-- team_units: Each team with the unit that it is in.
SELECT
  "t0"."team",
  "t0"."unit"
FROM "teams" AS "t0"
ORDER BY
  "t0"."team" ASC;

-- teams_of_units: The teams of the units that are asked about, each in its unit's row.
SELECT
  *
FROM (
  SELECT
    "t4"."team",
    "t2"."row"
  FROM (
    SELECT
      "t0"."team",
      "t0"."unit"
    FROM "teams" AS "t0"
  ) AS "t4"
  INNER JOIN "wanted_units" AS "t2"
    ON "t4"."unit" = "t2"."unit"
) AS "t5"
ORDER BY
  "t5"."row" ASC,
  "t5"."team" ASC;

-- kinds: How many teams answer which version of which questionnaire in the quarter.
SELECT
  *
FROM (
  SELECT
    "t9"."questionnaire",
    "t9"."version",
    COUNT(*) AS "teams"
  FROM (
    SELECT
      "t4"."edition",
      "t8"."questionnaire",
      "t8"."version"
    FROM "latest" AS "t4"
    INNER JOIN (
      SELECT
        "t3"."edition",
        "t3"."questionnaire",
        "t3"."version"
      FROM "editions" AS "t3"
    ) AS "t8"
      ON "t4"."edition" = "t8"."edition"
    WHERE
      EXISTS(
        SELECT
          1
        FROM "asked" AS "t5"
        WHERE
          "t4"."quarter" = "t5"."quarter"
      )
      AND EXISTS(
        SELECT
          1
        FROM "wanted_teams" AS "t6"
        WHERE
          "t4"."team" = "t6"."team"
      )
  ) AS "t9"
  GROUP BY
    1,
    2
) AS "t10"
ORDER BY
  "t10"."questionnaire" ASC,
  "t10"."version" ASC;

-- chosen: The last edition of each team in each quarter, of those asked about.
SELECT
  "t20"."quarter",
  "t20"."team",
  "t20"."row",
  "t20"."edition",
  "t20"."sealed_on",
  "t20"."round_on",
  "t20"."age_days",
  "t20"."is_old",
  "t20"."is_new"
FROM (
  SELECT
    "t7"."team",
    "t7"."edition",
    "t7"."sealed_on",
    "t7"."round_on",
    "t7"."age_days",
    "t7"."is_old",
    "t7"."is_new",
    "t7"."quarter",
    "t8"."row",
    "t19"."edition" AS "edition_right",
    "t19"."fitting",
    "t14"."facts"
  FROM "latest" AS "t7"
  INNER JOIN "wanted_teams" AS "t8"
    ON "t7"."team" = "t8"."team"
  LEFT OUTER JOIN (
    SELECT
      "t16"."edition",
      COUNT(DISTINCT "t16"."fact") AS "fitting"
    FROM (
      SELECT
        "t11"."edition",
        "t11"."team",
        "t11"."fact",
        "t11"."choice",
        "t11"."quarter"
      FROM "facts" AS "t11"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "wanted_facts" AS "t12"
          WHERE
            "t11"."fact" = "t12"."fact" AND "t11"."choice" = "t12"."choice"
        )
    ) AS "t16"
    GROUP BY
      1
  ) AS "t19"
    ON "t7"."edition" = "t19"."edition"
  CROSS JOIN (
    SELECT
      "t2"."facts"
    FROM "asked" AS "t2"
  ) AS "t14"
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          "t9"."edition"
        FROM "editions" AS "t9"
        WHERE
          EXISTS(
            SELECT
              1
            FROM "wanted_kinds" AS "t10"
            WHERE
              "t9"."questionnaire" = "t10"."questionnaire" AND "t9"."version" = "t10"."version"
          )
      ) AS "t17"
      WHERE
        "t7"."edition" = "t17"."edition"
    )
) AS "t20"
WHERE
  COALESCE("t20"."fitting", 0) = "t20"."facts";

-- chosen_now: The same in the quarter that is asked about alone, which takes less time.
SELECT
  "t21"."quarter",
  "t21"."team",
  "t21"."row",
  "t21"."edition",
  "t21"."sealed_on",
  "t21"."round_on",
  "t21"."age_days",
  "t21"."is_old",
  "t21"."is_new"
FROM (
  SELECT
    "t7"."team",
    "t7"."edition",
    "t7"."sealed_on",
    "t7"."round_on",
    "t7"."age_days",
    "t7"."is_old",
    "t7"."is_new",
    "t7"."quarter",
    "t9"."row",
    "t20"."edition" AS "edition_right",
    "t20"."fitting",
    "t15"."facts"
  FROM "latest" AS "t7"
  INNER JOIN "wanted_teams" AS "t9"
    ON "t7"."team" = "t9"."team"
  LEFT OUTER JOIN (
    SELECT
      "t17"."edition",
      COUNT(DISTINCT "t17"."fact") AS "fitting"
    FROM (
      SELECT
        "t12"."edition",
        "t12"."team",
        "t12"."fact",
        "t12"."choice",
        "t12"."quarter"
      FROM "facts" AS "t12"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "wanted_facts" AS "t13"
          WHERE
            "t12"."fact" = "t13"."fact" AND "t12"."choice" = "t13"."choice"
        )
    ) AS "t17"
    GROUP BY
      1
  ) AS "t20"
    ON "t7"."edition" = "t20"."edition"
  CROSS JOIN (
    SELECT
      "t1"."facts"
    FROM "asked" AS "t1"
  ) AS "t15"
  WHERE
    EXISTS(
      SELECT
        1
      FROM "asked" AS "t8"
      WHERE
        "t7"."quarter" = "t8"."quarter"
    )
    AND EXISTS(
      SELECT
        1
      FROM (
        SELECT
          "t10"."edition"
        FROM "editions" AS "t10"
        WHERE
          EXISTS(
            SELECT
              1
            FROM "wanted_kinds" AS "t11"
            WHERE
              "t10"."questionnaire" = "t11"."questionnaire"
              AND "t10"."version" = "t11"."version"
          )
      ) AS "t18"
      WHERE
        "t7"."edition" = "t18"."edition"
    )
) AS "t21"
WHERE
  COALESCE("t21"."fitting", 0) = "t21"."facts";

-- counted: How many teams are asked about in the quarter, and how many of them are old.
SELECT
  COUNT(DISTINCT "t4"."team") AS "teams",
  COUNT(DISTINCT IFF("t4"."is_old", "t4"."team", NULL)) AS "old"
FROM (
  SELECT
    "t2"."quarter",
    "t2"."team",
    "t2"."row",
    "t2"."edition",
    "t2"."sealed_on",
    "t2"."round_on",
    "t2"."age_days",
    "t2"."is_old",
    "t2"."is_new"
  FROM "chosen" AS "t2"
  WHERE
    EXISTS(
      SELECT
        1
      FROM "asked" AS "t3"
      WHERE
        "t2"."quarter" = "t3"."quarter"
    )
) AS "t4";

-- team_rows: The rows that are one team's, with its name.
SELECT
  *
FROM (
  SELECT
    "t4"."row",
    "t5"."name"
  FROM (
    SELECT DISTINCT
      "t0"."row"
    FROM "chosen" AS "t0"
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t1"."team" AS "row",
      "t1"."name"
    FROM "teams" AS "t1"
  ) AS "t5"
    ON "t4"."row" = "t5"."row"
) AS "t6"
ORDER BY
  "t6"."row" ASC;

-- top_level: The highest level of the scale that the teams answer by.
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
) AS "t6";

-- show: Sums by row and section, in the order of the questionnaire; an empty section is the whole.

    What counts for no team is not there.
SELECT
  *
FROM (
  SELECT
    "t14"."row",
    "t14"."section",
    COUNT(*) AS "teams",
    SUM(CAST("t14"."is_old" AS BIGINT)) AS "old",
    COUNT("t14"."level") AS "levels",
    SUM("t14"."level") AS "level_sum",
    SUM("t14"."low") AS "low_sum",
    SUM("t14"."high") AS "high_sum",
    SUM("t14"."evidenced") AS "evidenced_sum",
    SUM("t14"."target") AS "target_sum",
    MIN("t14"."position") AS "position",
    MAX("t14"."title") AS "title"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t11"."row",
          '' AS "section",
          0 AS "position",
          '' AS "title",
          "t11"."is_old",
          "t11"."level",
          "t11"."low",
          "t11"."high",
          "t11"."evidenced",
          "t11"."target"
        FROM (
          SELECT
            "t4"."row",
            "t4"."edition",
            "t4"."is_old",
            "t9"."level",
            "t9"."low",
            "t9"."high",
            "t9"."evidenced",
            "t9"."target"
          FROM "chosen" AS "t4"
          INNER JOIN (
            SELECT
              "t3"."edition",
              "t3"."level",
              "t3"."low",
              "t3"."high",
              "t3"."evidenced",
              "t3"."target"
            FROM "editions" AS "t3"
          ) AS "t9"
            ON "t4"."edition" = "t9"."edition"
          WHERE
            EXISTS(
              SELECT
                1
              FROM "asked" AS "t5"
              WHERE
                "t4"."quarter" = "t5"."quarter"
            )
        ) AS "t11"
      ) AS "t12"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t4"."row",
          "t8"."section",
          "t8"."position",
          "t8"."title",
          "t4"."is_old",
          "t8"."level",
          "t8"."low",
          "t8"."high",
          "t8"."evidenced",
          "t8"."target"
        FROM "chosen" AS "t4"
        INNER JOIN (
          SELECT
            "t2"."edition",
            "t2"."section",
            "t2"."position",
            "t2"."title",
            "t2"."level",
            "t2"."low",
            "t2"."high",
            "t2"."evidenced",
            "t2"."target"
          FROM "sections" AS "t2"
        ) AS "t8"
          ON "t4"."edition" = "t8"."edition"
        WHERE
          EXISTS(
            SELECT
              1
            FROM "asked" AS "t5"
            WHERE
              "t4"."quarter" = "t5"."quarter"
          )
      ) AS "t10"
    ) AS "t13"
    WHERE
      "t13"."low" IS NOT NULL
  ) AS "t14"
  GROUP BY
    1,
    2
) AS "t15"
ORDER BY
  "t15"."row" ASC,
  "t15"."position" ASC,
  "t15"."section" ASC;

-- trend: Sums by quarter and row.
SELECT
  *
FROM (
  SELECT
    "t6"."quarter",
    "t6"."row",
    COUNT(*) AS "teams",
    SUM(CAST("t6"."is_old" AS BIGINT)) AS "old",
    COUNT("t6"."level") AS "levels",
    SUM("t6"."level") AS "level_sum",
    SUM("t6"."low") AS "low_sum",
    SUM("t6"."high") AS "high_sum",
    SUM("t6"."evidenced") AS "evidenced_sum",
    SUM("t6"."target") AS "target_sum",
    SUM(CAST("t6"."is_new" AS BIGINT)) AS "new"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t2"."quarter",
        "t2"."team",
        "t2"."row",
        "t2"."edition",
        "t2"."sealed_on",
        "t2"."round_on",
        "t2"."age_days",
        "t2"."is_old",
        "t2"."is_new",
        "t4"."level",
        "t4"."low",
        "t4"."high",
        "t4"."evidenced",
        "t4"."target"
      FROM "chosen" AS "t2"
      INNER JOIN (
        SELECT
          "t1"."edition",
          "t1"."level",
          "t1"."low",
          "t1"."high",
          "t1"."evidenced",
          "t1"."target"
        FROM "editions" AS "t1"
      ) AS "t4"
        ON "t2"."edition" = "t4"."edition"
    ) AS "t5"
    WHERE
      "t5"."low" IS NOT NULL
  ) AS "t6"
  GROUP BY
    1,
    2
) AS "t7"
ORDER BY
  "t7"."quarter" ASC,
  "t7"."row" ASC;

-- team_list: Each team with its figures, exact ones as text.
SELECT
  *
FROM (
  SELECT
    "t4"."row",
    "t4"."team",
    "t8"."name",
    "t8"."unit",
    "t8"."place",
    "t9"."edition_name",
    "t9"."digest",
    "t4"."sealed_on",
    "t4"."round_on",
    "t4"."age_days",
    "t4"."is_old",
    "t9"."practices",
    "t9"."answered",
    "t9"."level",
    "t9"."low",
    "t9"."high",
    "t9"."evidenced",
    "t9"."target",
    "t9"."level_exact",
    "t9"."low_exact",
    "t9"."high_exact",
    "t9"."evidenced_exact",
    "t9"."target_exact",
    "t9"."like_before_exact",
    "t9"."like_after_exact"
  FROM "chosen" AS "t4"
  INNER JOIN (
    SELECT
      "t2"."team",
      "t2"."name",
      "t2"."unit",
      "t2"."place"
    FROM "teams" AS "t2"
  ) AS "t8"
    ON "t4"."team" = "t8"."team"
  INNER JOIN (
    SELECT
      "t3"."edition",
      "t3"."name" AS "edition_name",
      "t3"."digest",
      "t3"."practices",
      "t3"."answered",
      "t3"."level",
      "t3"."low",
      "t3"."high",
      "t3"."evidenced",
      "t3"."target",
      "t3"."level_exact",
      "t3"."low_exact",
      "t3"."high_exact",
      "t3"."evidenced_exact",
      "t3"."target_exact",
      "t3"."like_before_exact",
      "t3"."like_after_exact"
    FROM "editions" AS "t3"
  ) AS "t9"
    ON "t4"."edition" = "t9"."edition"
  WHERE
    EXISTS(
      SELECT
        1
      FROM "asked" AS "t5"
      WHERE
        "t4"."quarter" = "t5"."quarter"
    )
) AS "t10"
ORDER BY
  "t10"."row" ASC,
  "t10"."team" ASC;

-- spread: Each team's level beside the median of its own unit, over the teams asked about.
WITH "t11" AS (
  SELECT
    *
  FROM (
    SELECT
      "t4"."team",
      "t4"."edition",
      "t8"."name",
      "t8"."unit",
      "t9"."level",
      "t9"."level_exact"
    FROM "chosen" AS "t4"
    INNER JOIN (
      SELECT
        "t2"."team",
        "t2"."name",
        "t2"."unit"
      FROM "teams" AS "t2"
    ) AS "t8"
      ON "t4"."team" = "t8"."team"
    INNER JOIN (
      SELECT
        "t3"."edition",
        "t3"."level",
        "t3"."level_exact"
      FROM "editions" AS "t3"
    ) AS "t9"
      ON "t4"."edition" = "t9"."edition"
    WHERE
      EXISTS(
        SELECT
          1
        FROM "asked" AS "t5"
        WHERE
          "t4"."quarter" = "t5"."quarter"
      )
  ) AS "t10"
  WHERE
    "t10"."level" IS NOT NULL
)
SELECT
  *
FROM (
  SELECT
    "t13"."unit",
    "t13"."team",
    "t13"."name",
    "t13"."level",
    "t13"."level_exact",
    "t15"."unit_teams",
    "t15"."unit_median"
  FROM "t11" AS "t13"
  INNER JOIN (
    SELECT
      "t12"."unit",
      COUNT(*) AS "unit_teams",
      MEDIAN("t12"."level") AS "unit_median"
    FROM "t11" AS "t12"
    GROUP BY
      1
  ) AS "t15"
    ON "t13"."unit" = "t15"."unit"
) AS "t16"
ORDER BY
  "t16"."unit" ASC,
  "t16"."team" ASC;

-- late_rounds: Teams whose last round ended too long ago, or whose only editions ended none.
SELECT
  *
FROM (
  SELECT
    "t11"."row",
    "t11"."team",
    "t7"."name",
    "t7"."unit",
    "t11"."sealed_on",
    "t11"."round_on"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."quarter",
        "t3"."team",
        "t3"."row",
        "t3"."edition",
        "t3"."sealed_on",
        "t3"."round_on",
        "t3"."age_days",
        "t3"."is_old",
        "t3"."is_new",
        "t8"."late_before"
      FROM "chosen" AS "t3"
      CROSS JOIN (
        SELECT
          "t2"."late_before"
        FROM "asked" AS "t2"
      ) AS "t8"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "asked" AS "t4"
          WHERE
            "t3"."quarter" = "t4"."quarter"
        )
    ) AS "t9"
    WHERE
      (
        "t9"."round_on" IS NULL
      ) OR (
        "t9"."round_on" < "t9"."late_before"
      )
  ) AS "t11"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name",
      "t0"."unit"
    FROM "teams" AS "t0"
  ) AS "t7"
    ON "t11"."team" = "t7"."team"
) AS "t12"
ORDER BY
  "t12"."row" ASC,
  "t12"."team" ASC;

-- late_steps: Teams with steps whose day is past and that are not done.
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
        WHERE
          EXISTS(
            SELECT
              1
            FROM "asked" AS "t5"
            WHERE
              "t4"."quarter" = "t5"."quarter"
          )
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
  "t16"."team" ASC;

-- silent: Teams that have sealed nothing up to the end of the quarter, and are not closed.
SELECT
  "t12"."row",
  "t12"."team",
  "t12"."name",
  "t12"."unit"
FROM (
  SELECT
    "t4"."team",
    "t4"."row",
    "t5"."name",
    "t5"."unit",
    "t5"."is_named",
    "t5"."place",
    "t5"."closed_on",
    "t9"."as_of"
  FROM "wanted_teams" AS "t4"
  INNER JOIN "teams" AS "t5"
    ON "t4"."team" = "t5"."team"
  CROSS JOIN (
    SELECT
      "t2"."as_of"
    FROM "asked" AS "t2"
  ) AS "t9"
  WHERE
    NOT EXISTS(
      SELECT
        1
      FROM (
        SELECT
          "t7"."team",
          "t7"."edition",
          "t7"."sealed_on",
          "t7"."round_on",
          "t7"."age_days",
          "t7"."is_old",
          "t7"."is_new",
          "t7"."quarter"
        FROM "latest" AS "t7"
        WHERE
          EXISTS(
            SELECT
              1
            FROM "asked" AS "t6"
            WHERE
              "t7"."quarter" = "t6"."quarter"
          )
      ) AS "t11"
      WHERE
        "t4"."team" = "t11"."team"
    )
) AS "t12"
WHERE
  (
    "t12"."closed_on" IS NULL
  ) OR (
    "t12"."closed_on" > "t12"."as_of"
  )
ORDER BY
  "t12"."row" ASC,
  "t12"."team" ASC;

-- risk_list: Every accepted risk, the first to run out first.
SELECT
  *
FROM (
  SELECT
    "t8"."until",
    "t4"."row",
    "t4"."team",
    "t9"."name",
    "t8"."practice",
    "t8"."level",
    "t8"."target",
    "t8"."reason"
  FROM "chosen" AS "t4"
  INNER JOIN (
    SELECT
      "t2"."edition",
      "t2"."practice",
      "t2"."level",
      "t2"."target",
      "t2"."until",
      "t2"."reason"
    FROM "risks" AS "t2"
  ) AS "t8"
    ON "t4"."edition" = "t8"."edition"
  INNER JOIN (
    SELECT
      "t3"."team",
      "t3"."name"
    FROM "teams" AS "t3"
  ) AS "t9"
    ON "t4"."team" = "t9"."team"
  WHERE
    EXISTS(
      SELECT
        1
      FROM "asked" AS "t5"
      WHERE
        "t4"."quarter" = "t5"."quarter"
    )
) AS "t10"
ORDER BY
  "t10"."until" ASC,
  "t10"."row" ASC,
  "t10"."team" ASC,
  "t10"."practice" ASC;

-- risk_months: How many accepted risks of how many teams run out in which month.
SELECT
  *
FROM (
  SELECT
    "t8"."year",
    "t8"."month",
    COUNT(*) AS "risks",
    COUNT(DISTINCT "t8"."team") AS "teams"
  FROM (
    SELECT
      "t7"."team",
      "t7"."edition",
      "t7"."until",
      CAST(DATE_PART(year, "t7"."until") AS BIGINT) AS "year",
      CAST(DATE_PART(month, "t7"."until") AS BIGINT) AS "month"
    FROM (
      SELECT
        "t3"."team",
        "t3"."edition",
        "t6"."until"
      FROM "chosen" AS "t3"
      INNER JOIN (
        SELECT
          "t2"."edition",
          "t2"."until"
        FROM "risks" AS "t2"
      ) AS "t6"
        ON "t3"."edition" = "t6"."edition"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "asked" AS "t4"
          WHERE
            "t3"."quarter" = "t4"."quarter"
        )
    ) AS "t7"
  ) AS "t8"
  GROUP BY
    1,
    2
) AS "t9"
ORDER BY
  "t9"."year" ASC,
  "t9"."month" ASC;

-- proof: What is claimed of each practice, against what evidence backs.
SELECT
  *
FROM (
  SELECT
    "t8"."practice",
    MIN("t8"."section") AS "section",
    MAX("t8"."title") AS "title",
    COUNT(*) AS "teams",
    SUM("t8"."level") AS "level_sum",
    SUM(COALESCE("t8"."evidenced", 0)) AS "evidenced_sum",
    SUM(CAST(COALESCE("t8"."evidenced", 0) < "t8"."level" AS BIGINT)) AS "unproven"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."row",
        "t3"."team",
        "t3"."edition",
        "t6"."practice",
        "t6"."section",
        "t6"."title",
        "t6"."essential",
        "t6"."level",
        "t6"."evidenced",
        "t6"."target",
        "t6"."share"
      FROM "chosen" AS "t3"
      INNER JOIN (
        SELECT
          "t2"."edition",
          "t2"."practice",
          "t2"."section",
          "t2"."title",
          "t2"."essential",
          "t2"."level",
          "t2"."evidenced",
          "t2"."target",
          "t2"."share"
        FROM "scores" AS "t2"
        WHERE
          "t2"."counts"
      ) AS "t6"
        ON "t3"."edition" = "t6"."edition"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "asked" AS "t4"
          WHERE
            "t3"."quarter" = "t4"."quarter"
        )
    ) AS "t7"
    WHERE
      "t7"."level" IS NOT NULL
  ) AS "t8"
  GROUP BY
    1
) AS "t9"
ORDER BY
  "t9"."practice" ASC;

-- practices: How many teams fall short of their target in each practice, and by how much.
SELECT
  *
FROM (
  SELECT
    "t7"."practice",
    MIN("t7"."section") AS "section",
    MAX("t7"."title") AS "title",
    MAX(CAST("t7"."essential" AS BIGINT)) AS "essential",
    COUNT(*) AS "teams",
    COUNT("t7"."level") AS "settled",
    SUM(CAST(COALESCE("t7"."level" < "t7"."target", FALSE) AS BIGINT)) AS "short",
    SUM(
      IFF(COALESCE("t7"."level" < "t7"."target", FALSE), "t7"."target" - "t7"."level", 0)
    ) AS "gap_sum",
    SUM("t7"."level") AS "level_sum",
    SUM(IFF("t7"."level" IS NOT NULL, "t7"."target", 0)) AS "target_sum"
  FROM (
    SELECT
      "t3"."row",
      "t3"."team",
      "t3"."edition",
      "t6"."practice",
      "t6"."section",
      "t6"."title",
      "t6"."essential",
      "t6"."level",
      "t6"."evidenced",
      "t6"."target",
      "t6"."share"
    FROM "chosen" AS "t3"
    INNER JOIN (
      SELECT
        "t2"."edition",
        "t2"."practice",
        "t2"."section",
        "t2"."title",
        "t2"."essential",
        "t2"."level",
        "t2"."evidenced",
        "t2"."target",
        "t2"."share"
      FROM "scores" AS "t2"
      WHERE
        "t2"."counts"
    ) AS "t6"
      ON "t3"."edition" = "t6"."edition"
    WHERE
      EXISTS(
        SELECT
          1
        FROM "asked" AS "t4"
        WHERE
          "t3"."quarter" = "t4"."quarter"
      )
  ) AS "t7"
  GROUP BY
    1
) AS "t8"
ORDER BY
  "t8"."practice" ASC;

-- gains: What each practice would bring, raised where it is below its target; what is not settled is 0, as in `low`.
SELECT
  *
FROM (
  SELECT
    "t8"."practice",
    MIN("t8"."section") AS "section",
    MAX("t8"."title") AS "title",
    COUNT(*) AS "low_teams",
    SUM(CAST("t8"."level" IS NULL AS BIGINT)) AS "unsettled",
    SUM("t8"."part") AS "gain_sum",
    SUM("t8"."part" * (
      "t8"."target" - "t8"."known"
    )) AS "to_target_sum"
  FROM (
    SELECT
      "t7"."row",
      "t7"."team",
      "t7"."edition",
      "t7"."practice",
      "t7"."section",
      "t7"."title",
      "t7"."essential",
      "t7"."level",
      "t7"."evidenced",
      "t7"."target",
      "t7"."share",
      COALESCE("t7"."level", 0) AS "known",
      COALESCE("t7"."share", 0.0) AS "part"
    FROM (
      SELECT
        "t3"."row",
        "t3"."team",
        "t3"."edition",
        "t6"."practice",
        "t6"."section",
        "t6"."title",
        "t6"."essential",
        "t6"."level",
        "t6"."evidenced",
        "t6"."target",
        "t6"."share"
      FROM "chosen" AS "t3"
      INNER JOIN (
        SELECT
          "t2"."edition",
          "t2"."practice",
          "t2"."section",
          "t2"."title",
          "t2"."essential",
          "t2"."level",
          "t2"."evidenced",
          "t2"."target",
          "t2"."share"
        FROM "scores" AS "t2"
        WHERE
          "t2"."counts"
      ) AS "t6"
        ON "t3"."edition" = "t6"."edition"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "asked" AS "t4"
          WHERE
            "t3"."quarter" = "t4"."quarter"
        )
    ) AS "t7"
    WHERE
      COALESCE("t7"."level", 0) < "t7"."target"
  ) AS "t8"
  GROUP BY
    1
) AS "t9"
ORDER BY
  "t9"."practice" ASC;

-- platforms: What each team that offers anything has of every practice, and whether that is offered.
SELECT
  *
FROM (
  SELECT
    "t17"."practice",
    "t17"."team",
    "t10"."name",
    "t17"."level",
    "t17"."offered"
  FROM (
    SELECT
      "t15"."team",
      "t15"."practice",
      "t15"."wording",
      "t15"."level",
      COALESCE("t15"."offered", 0) AS "offered"
    FROM (
      SELECT
        "t5"."team",
        "t13"."practice",
        "t13"."wording",
        "t13"."level",
        "t14"."offered"
      FROM "latest" AS "t5"
      INNER JOIN (
        SELECT
          "t4"."edition",
          "t4"."practice",
          "t4"."wording",
          "t4"."level"
        FROM "scores" AS "t4"
        WHERE
          "t4"."counts" AND "t4"."level" IS NOT NULL
      ) AS "t13"
        ON "t5"."edition" = "t13"."edition"
      LEFT OUTER JOIN (
        SELECT
          "t9"."edition",
          "t9"."practice",
          1 AS "offered"
        FROM (
          SELECT DISTINCT
            "t3"."edition",
            "t3"."practice"
          FROM "offers" AS "t3"
        ) AS "t9"
      ) AS "t14"
        ON "t5"."edition" = "t14"."edition" AND "t13"."practice" = "t14"."practice"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "asked" AS "t6"
          WHERE
            "t5"."quarter" = "t6"."quarter"
        )
        AND EXISTS(
          SELECT
            1
          FROM "offers" AS "t7"
          WHERE
            "t5"."edition" = "t7"."edition"
        )
    ) AS "t15"
  ) AS "t17"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name"
    FROM "teams" AS "t0"
  ) AS "t10"
    ON "t17"."team" = "t10"."team"
) AS "t18"
ORDER BY
  "t18"."practice" ASC,
  "t18"."team" ASC;

-- offered_gains: How many teams below their target could take a practice over, or could if a platform offered it.

    Only where the platform answered the same words and has a higher level than the team. Who takes it over already is
    not counted.
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
        WHERE
          EXISTS(
            SELECT
              1
            FROM "asked" AS "t8"
            WHERE
              "t7"."quarter" = "t8"."quarter"
          )
      ) AS "t18"
      WHERE
        COALESCE("t18"."level", 0) < "t18"."target"
    ) AS "t21"
    INNER JOIN (
      SELECT
        "t22"."practice",
        "t22"."wording",
        MAX(IFF("t22"."offered" = 1, "t22"."level", CAST(NULL AS BIGINT))) AS "offered_level",
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
          WHERE
            EXISTS(
              SELECT
                1
              FROM "asked" AS "t8"
              WHERE
                "t9"."quarter" = "t8"."quarter"
            )
            AND EXISTS(
              SELECT
                1
              FROM "offers" AS "t10"
              WHERE
                "t9"."edition" = "t10"."edition"
            )
        ) AS "t19"
      ) AS "t22"
      GROUP BY
        1,
        2
    ) AS "t24"
      ON "t21"."practice" = "t24"."practice" AND "t21"."wording" = "t24"."wording"
    WHERE
      NOT EXISTS(
        SELECT
          1
        FROM "taken" AS "t6"
        WHERE
          "t21"."edition" = "t6"."edition" AND "t21"."practice" = "t6"."practice"
      )
  ) AS "t25"
  GROUP BY
    1
) AS "t26"
ORDER BY
  "t26"."practice" ASC;

-- compare_practices: Levels and targets by row and practice.
SELECT
  *
FROM (
  SELECT
    "t7"."row",
    "t7"."practice",
    MAX("t7"."title") AS "title",
    COUNT(*) AS "teams",
    COUNT("t7"."level") AS "levels",
    SUM("t7"."level") AS "level_sum",
    SUM("t7"."target") AS "target_sum"
  FROM (
    SELECT
      "t3"."row",
      "t3"."team",
      "t3"."edition",
      "t6"."practice",
      "t6"."section",
      "t6"."title",
      "t6"."essential",
      "t6"."level",
      "t6"."evidenced",
      "t6"."target",
      "t6"."share"
    FROM "chosen" AS "t3"
    INNER JOIN (
      SELECT
        "t2"."edition",
        "t2"."practice",
        "t2"."section",
        "t2"."title",
        "t2"."essential",
        "t2"."level",
        "t2"."evidenced",
        "t2"."target",
        "t2"."share"
      FROM "scores" AS "t2"
      WHERE
        "t2"."counts"
    ) AS "t6"
      ON "t3"."edition" = "t6"."edition"
    WHERE
      EXISTS(
        SELECT
          1
        FROM "asked" AS "t4"
        WHERE
          "t3"."quarter" = "t4"."quarter"
      )
  ) AS "t7"
  GROUP BY
    1,
    2
) AS "t8"
ORDER BY
  "t8"."row" ASC,
  "t8"."practice" ASC;

-- moved_practices: What moved in each practice that was asked and answered alike in the edition before.
SELECT
  *
FROM (
  SELECT
    "t13"."practice",
    MIN("t13"."section") AS "section",
    MAX("t13"."title") AS "title",
    COUNT(*) AS "teams",
    SUM(CAST("t13"."level" > "t13"."before_level" AS BIGINT)) AS "up",
    SUM(CAST("t13"."level" < "t13"."before_level" AS BIGINT)) AS "down",
    SUM("t13"."level" - "t13"."before_level") AS "change_sum"
  FROM (
    SELECT
      "t5"."edition",
      "t10"."practice",
      "t10"."section",
      "t10"."title",
      "t10"."level",
      "t10"."before_level"
    FROM "editions" AS "t5"
    INNER JOIN (
      SELECT
        "t8"."team",
        "t8"."row"
      FROM "chosen" AS "t8"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "asked" AS "t6"
          WHERE
            "t8"."quarter" = "t6"."quarter"
        )
    ) AS "t12"
      ON "t5"."team" = "t12"."team"
    INNER JOIN (
      SELECT
        "t3"."edition",
        "t3"."practice",
        "t3"."section",
        "t3"."title",
        "t3"."level",
        "t3"."before_level"
      FROM "scores" AS "t3"
      WHERE
        "t3"."same_words" AND "t3"."level" IS NOT NULL AND "t3"."before_level" IS NOT NULL
    ) AS "t10"
      ON "t5"."edition" = "t10"."edition"
    WHERE
      EXISTS(
        SELECT
          1
        FROM "asked" AS "t6"
        WHERE
          "t5"."quarter" = "t6"."quarter"
      )
      AND EXISTS(
        SELECT
          1
        FROM "wanted_kinds" AS "t7"
        WHERE
          "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
      )
  ) AS "t13"
  GROUP BY
    1
) AS "t14"
ORDER BY
  "t14"."practice" ASC;

-- moved_teams: Each edition that has something to compare like for like, with its level before and after.
SELECT
  *
FROM (
  SELECT
    "t15"."row",
    "t15"."team",
    "t10"."name",
    "t15"."edition",
    "t15"."like_practices",
    "t15"."like_before",
    "t15"."like_after",
    "t15"."like_before_exact",
    "t15"."like_after_exact"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t5"."edition",
        "t5"."team",
        "t5"."like_practices",
        "t5"."like_before",
        "t5"."like_after",
        "t5"."like_before_exact",
        "t5"."like_after_exact",
        "t12"."row"
      FROM "editions" AS "t5"
      INNER JOIN (
        SELECT
          "t8"."team",
          "t8"."row"
        FROM "chosen" AS "t8"
        WHERE
          EXISTS(
            SELECT
              1
            FROM "asked" AS "t6"
            WHERE
              "t8"."quarter" = "t6"."quarter"
          )
      ) AS "t12"
        ON "t5"."team" = "t12"."team"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "asked" AS "t6"
          WHERE
            "t5"."quarter" = "t6"."quarter"
        )
        AND EXISTS(
          SELECT
            1
          FROM "wanted_kinds" AS "t7"
          WHERE
            "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
        )
    ) AS "t13"
    WHERE
      "t13"."like_practices" IS NOT NULL
  ) AS "t15"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name"
    FROM "teams" AS "t0"
  ) AS "t10"
    ON "t15"."team" = "t10"."team"
) AS "t16"
ORDER BY
  "t16"."row" ASC,
  "t16"."team" ASC,
  "t16"."edition" ASC;
