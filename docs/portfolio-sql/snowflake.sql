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

-- team_units: Query each team with its unit.
SELECT
  "t0"."team",
  "t0"."unit"
FROM "teams" AS "t0"
ORDER BY
  "t0"."team" ASC;

-- fact_choices: The choices that teams have given for each fact, in any edition.
SELECT
  *
FROM (
  SELECT DISTINCT
    "t0"."fact",
    "t0"."choice"
  FROM "facts" AS "t0"
) AS "t1"
ORDER BY
  "t1"."fact" ASC,
  "t1"."choice" ASC;

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

-- kinds: Count the teams by questionnaire and version in the quarter.
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

-- chosen: The last edition of each team in the quarter, of those asked about.
SELECT
  "t22"."quarter",
  "t22"."team",
  "t22"."row",
  "t22"."edition",
  "t22"."sealed_on",
  "t22"."round_on",
  "t22"."age_days",
  "t22"."is_old",
  "t22"."is_new"
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
    "t21"."edition" AS "edition_right",
    "t21"."fitting",
    "t15"."facts"
  FROM "latest" AS "t7"
  INNER JOIN "wanted_teams" AS "t9"
    ON "t7"."team" = "t9"."team"
  LEFT OUTER JOIN (
    SELECT
      "t19"."edition",
      COUNT(*) AS "fitting"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t12"."edition",
          "t12"."fact"
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
    ) AS "t19"
    GROUP BY
      1
  ) AS "t21"
    ON "t7"."edition" = "t21"."edition"
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
) AS "t22"
WHERE
  COALESCE("t22"."fitting", 0) = "t22"."facts";

-- chosen_by_quarter: Query the same in each quarter.
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
    "t8"."row",
    "t20"."edition" AS "edition_right",
    "t20"."fitting",
    "t14"."facts"
  FROM "latest" AS "t7"
  INNER JOIN "wanted_teams" AS "t8"
    ON "t7"."team" = "t8"."team"
  LEFT OUTER JOIN (
    SELECT
      "t18"."edition",
      COUNT(*) AS "fitting"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t11"."edition",
          "t11"."fact"
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
    ) AS "t18"
    GROUP BY
      1
  ) AS "t20"
    ON "t7"."edition" = "t20"."edition"
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
) AS "t21"
WHERE
  COALESCE("t21"."fitting", 0) = "t21"."facts";

-- counted: Count the teams asked about in the quarter, and the old ones among them.
SELECT
  COUNT(*) AS "teams",
  COALESCE(SUM(CAST("t1"."is_old" AS INT)), 0) AS "old"
FROM (
  SELECT DISTINCT
    "t0"."team",
    "t0"."is_old"
  FROM "chosen" AS "t0"
) AS "t1";

-- closed: Count the teams asked about that are closed by then: no row of `latest` has them any more.
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
) AS "t9";

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

-- show: Sums by row and section, in the order of the questionnaire; an empty section is the whole. What counts for no team is not there.
SELECT
  *
FROM (
  SELECT
    "t13"."row",
    "t13"."section",
    COUNT(*) AS "teams",
    SUM(CAST("t13"."is_old" AS INT)) AS "old",
    COUNT("t13"."level") AS "levels",
    SUM("t13"."level") AS "level_sum",
    SUM("t13"."low") AS "low_sum",
    SUM("t13"."high") AS "high_sum",
    SUM("t13"."evidenced") AS "evidenced_sum",
    SUM("t13"."target") AS "target_sum",
    MIN("t13"."position") AS "position",
    MAX("t13"."title") AS "title"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t10"."row",
          '' AS "section",
          0 AS "position",
          '' AS "title",
          "t10"."is_old",
          "t10"."level",
          "t10"."low",
          "t10"."high",
          "t10"."evidenced",
          "t10"."target"
        FROM (
          SELECT
            "t6"."row",
            "t6"."edition",
            "t6"."is_old",
            "t8"."level",
            "t8"."low",
            "t8"."high",
            "t8"."evidenced",
            "t8"."target"
          FROM (
            SELECT
              "t0"."row",
              "t0"."edition",
              "t0"."is_old"
            FROM "chosen" AS "t0"
          ) AS "t6"
          INNER JOIN (
            SELECT
              "t2"."edition",
              "t2"."level",
              "t2"."low",
              "t2"."high",
              "t2"."evidenced",
              "t2"."target"
            FROM "editions" AS "t2"
          ) AS "t8"
            ON "t6"."edition" = "t8"."edition"
        ) AS "t10"
      ) AS "t11"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t6"."row",
          "t7"."section",
          "t7"."position",
          "t7"."title",
          "t6"."is_old",
          "t7"."level",
          "t7"."low",
          "t7"."high",
          "t7"."evidenced",
          "t7"."target"
        FROM (
          SELECT
            "t0"."row",
            "t0"."edition",
            "t0"."is_old"
          FROM "chosen" AS "t0"
        ) AS "t6"
        INNER JOIN (
          SELECT
            "t1"."edition",
            "t1"."section",
            "t1"."position",
            "t1"."title",
            "t1"."level",
            "t1"."low",
            "t1"."high",
            "t1"."evidenced",
            "t1"."target"
          FROM "sections" AS "t1"
        ) AS "t7"
          ON "t6"."edition" = "t7"."edition"
      ) AS "t9"
    ) AS "t12"
    WHERE
      "t12"."low" IS NOT NULL
  ) AS "t13"
  GROUP BY
    1,
    2
) AS "t14"
ORDER BY
  "t14"."row" ASC,
  "t14"."position" ASC,
  "t14"."section" ASC;

-- section_list: The sections of which something counts for one of the teams asked about, in the order of the questionnaire.
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
    WHERE
      EXISTS(
        SELECT
          1
        FROM "chosen" AS "t2"
        WHERE
          "t4"."edition" = "t2"."edition"
      )
  ) AS "t5"
  GROUP BY
    1
) AS "t6"
ORDER BY
  "t6"."position" ASC,
  "t6"."section" ASC;

-- trend: Sums by quarter and row.
SELECT
  *
FROM (
  SELECT
    "t6"."quarter",
    "t6"."row",
    COUNT(*) AS "teams",
    SUM(CAST("t6"."is_old" AS INT)) AS "old",
    COUNT("t6"."level") AS "levels",
    SUM("t6"."level") AS "level_sum",
    SUM("t6"."low") AS "low_sum",
    SUM("t6"."high") AS "high_sum",
    SUM("t6"."evidenced") AS "evidenced_sum",
    SUM("t6"."target") AS "target_sum",
    SUM(CAST("t6"."is_new" AS INT)) AS "new"
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
      FROM "chosen_by_quarter" AS "t2"
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

-- overall: The figures of the whole in the quarter alone: what `show` says of it, without its sections.
SELECT
  *
FROM (
  SELECT
    "t6"."quarter",
    "t6"."row",
    COUNT(*) AS "teams",
    SUM(CAST("t6"."is_old" AS INT)) AS "old",
    COUNT("t6"."level") AS "levels",
    SUM("t6"."level") AS "level_sum",
    SUM("t6"."low") AS "low_sum",
    SUM("t6"."high") AS "high_sum",
    SUM("t6"."evidenced") AS "evidenced_sum",
    SUM("t6"."target") AS "target_sum",
    SUM(CAST("t6"."is_new" AS INT)) AS "new"
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

-- team_list: Query each team with its figures, exact ones as text.
SELECT
  *
FROM (
  SELECT
    "t3"."row",
    "t3"."team",
    "t6"."name",
    "t6"."unit",
    "t6"."place",
    "t7"."edition_name",
    "t7"."digest",
    "t3"."sealed_on",
    "t3"."round_on",
    "t3"."age_days",
    "t3"."is_old",
    "t7"."practices",
    "t7"."answered",
    "t7"."level",
    "t7"."low",
    "t7"."high",
    "t7"."evidenced",
    "t7"."target",
    "t7"."level_exact",
    "t7"."low_exact",
    "t7"."high_exact",
    "t7"."evidenced_exact",
    "t7"."target_exact",
    "t7"."like_before_exact",
    "t7"."like_after_exact"
  FROM "chosen" AS "t3"
  INNER JOIN (
    SELECT
      "t1"."team",
      "t1"."name",
      "t1"."unit",
      "t1"."place"
    FROM "teams" AS "t1"
  ) AS "t6"
    ON "t3"."team" = "t6"."team"
  INNER JOIN (
    SELECT
      "t2"."edition",
      "t2"."name" AS "edition_name",
      "t2"."digest",
      "t2"."practices",
      "t2"."answered",
      "t2"."level",
      "t2"."low",
      "t2"."high",
      "t2"."evidenced",
      "t2"."target",
      "t2"."level_exact",
      "t2"."low_exact",
      "t2"."high_exact",
      "t2"."evidenced_exact",
      "t2"."target_exact",
      "t2"."like_before_exact",
      "t2"."like_after_exact"
    FROM "editions" AS "t2"
  ) AS "t7"
    ON "t3"."edition" = "t7"."edition"
) AS "t8"
ORDER BY
  "t8"."row" ASC,
  "t8"."team" ASC;

-- teams_of_practice: Each team for which a practice counts, the lowest level first, and first of all where it is open.
SELECT
  "t13"."team",
  "t13"."name",
  "t13"."unit",
  "t13"."level",
  "t13"."evidenced",
  "t13"."target",
  "t13"."before"
FROM (
  SELECT
    "t8"."team",
    "t8"."edition",
    "t9"."name",
    "t9"."unit",
    "t12"."practice",
    "t12"."level",
    "t12"."evidenced",
    "t12"."target",
    "t12"."before"
  FROM (
    SELECT DISTINCT
      "t0"."team",
      "t0"."edition"
    FROM "chosen" AS "t0"
  ) AS "t8"
  INNER JOIN (
    SELECT
      "t1"."team",
      "t1"."name",
      "t1"."unit"
    FROM "teams" AS "t1"
  ) AS "t9"
    ON "t8"."team" = "t9"."team"
  INNER JOIN (
    SELECT
      "t10"."edition",
      "t10"."practice",
      "t10"."level",
      "t10"."evidenced",
      "t10"."target",
      CASE WHEN "t10"."same_words" THEN "t10"."before_level" ELSE NULL END AS "before"
    FROM (
      SELECT
        "t4"."edition",
        "t4"."team",
        "t4"."practice",
        "t4"."position",
        "t4"."section",
        "t4"."title",
        "t4"."essential",
        "t4"."impact",
        "t4"."weight",
        "t4"."weight_exact",
        "t4"."scope",
        "t4"."status",
        "t4"."counts",
        "t4"."level",
        "t4"."evidenced",
        "t4"."target",
        "t4"."effort",
        "t4"."confirmed",
        "t4"."share",
        "t4"."share_exact",
        "t4"."wording",
        "t4"."same_words",
        "t4"."before_id",
        "t4"."before_status",
        "t4"."before_counts",
        "t4"."before_level",
        "t4"."before_evidenced",
        "t4"."before_target",
        "t4"."before_wording",
        "t4"."due",
        "t4"."ask_by",
        "t4"."owner",
        "t4"."ask_whom",
        "t4"."answered_by",
        "t4"."confirmed_by",
        "t4"."quarter"
      FROM "scores" AS "t4"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "wanted_practices" AS "t5"
          WHERE
            "t4"."practice" = "t5"."practice"
        )
    ) AS "t10"
    WHERE
      "t10"."counts"
  ) AS "t12"
    ON "t8"."edition" = "t12"."edition"
) AS "t13"
ORDER BY
  "t13"."level" ASC NULLS FIRST,
  "t13"."name" ASC,
  "t13"."team" ASC,
  "t13"."practice" ASC;

-- spread: Query each team's level with the median of its own unit, over the teams asked about.
WITH "t10" AS (
  SELECT
    *
  FROM (
    SELECT
      "t6"."team",
      "t6"."edition",
      "t7"."name",
      "t7"."unit",
      "t8"."level",
      "t8"."level_exact"
    FROM (
      SELECT
        "t0"."team",
        "t0"."edition"
      FROM "chosen" AS "t0"
    ) AS "t6"
    INNER JOIN (
      SELECT
        "t1"."team",
        "t1"."name",
        "t1"."unit"
      FROM "teams" AS "t1"
    ) AS "t7"
      ON "t6"."team" = "t7"."team"
    INNER JOIN (
      SELECT
        "t2"."edition",
        "t2"."level",
        "t2"."level_exact"
      FROM "editions" AS "t2"
    ) AS "t8"
      ON "t6"."edition" = "t8"."edition"
  ) AS "t9"
  WHERE
    "t9"."level" IS NOT NULL
)
SELECT
  *
FROM (
  SELECT
    "t12"."unit",
    "t12"."team",
    "t12"."name",
    "t12"."level",
    "t12"."level_exact",
    "t14"."unit_teams",
    "t14"."unit_median"
  FROM "t10" AS "t12"
  INNER JOIN (
    SELECT
      "t11"."unit",
      COUNT(*) AS "unit_teams",
      MEDIAN("t11"."level") AS "unit_median"
    FROM "t10" AS "t11"
    GROUP BY
      1
  ) AS "t14"
    ON "t12"."unit" = "t14"."unit"
) AS "t15"
ORDER BY
  "t15"."unit" ASC,
  "t15"."team" ASC;

-- late_rounds: Teams whose last round ended too long ago, or whose only editions ended none.
SELECT
  *
FROM (
  SELECT
    "t10"."row",
    "t10"."team",
    "t6"."name",
    "t6"."unit",
    "t10"."sealed_on",
    "t10"."round_on"
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
        "t7"."late_before"
      FROM "chosen" AS "t3"
      CROSS JOIN (
        SELECT
          "t2"."late_before"
        FROM "asked" AS "t2"
      ) AS "t7"
    ) AS "t8"
    WHERE
      (
        "t8"."round_on" IS NULL
      ) OR (
        "t8"."round_on" < "t8"."late_before"
      )
  ) AS "t10"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name",
      "t0"."unit"
    FROM "teams" AS "t0"
  ) AS "t6"
    ON "t10"."team" = "t6"."team"
) AS "t11"
ORDER BY
  "t11"."row" ASC,
  "t11"."team" ASC;

-- late_steps: Teams with steps whose day is past and that are not done; nobody is held to what does not apply any more.
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
        CROSS JOIN (
          SELECT
            "t4"."as_of"
          FROM "asked" AS "t4"
        ) AS "t14"
        WHERE
          EXISTS(
            SELECT
              1
            FROM "chosen" AS "t5"
            WHERE
              "t15"."edition" = "t5"."edition"
          )
          AND EXISTS(
            SELECT
              1
            FROM (
              SELECT
                "t3"."edition",
                "t3"."practice"
              FROM "scores" AS "t3"
              WHERE
                "t3"."counts"
            ) AS "t13"
            WHERE
              "t15"."edition" = "t13"."edition" AND "t15"."practice" = "t13"."practice"
          )
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
  "t20"."team" ASC;

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

-- risk_list: Query every accepted risk, the soonest to expire first.
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
  "t15"."practice" ASC;

-- risk_months: Count accepted risks and their teams by the month in which they expire.
SELECT
  *
FROM (
  SELECT
    "t11"."year",
    "t11"."month",
    SUM("t11"."risks") AS "risks",
    COUNT(*) AS "teams"
  FROM (
    SELECT
      "t10"."year",
      "t10"."month",
      "t10"."team",
      COUNT(*) AS "risks"
    FROM (
      SELECT
        "t9"."row",
        "t9"."team",
        "t9"."practice",
        "t9"."title",
        "t9"."level",
        "t9"."target",
        "t9"."until",
        "t9"."reason",
        CAST(DATE_PART(year, "t9"."until") AS BIGINT) AS "year",
        CAST(DATE_PART(month, "t9"."until") AS BIGINT) AS "month"
      FROM (
        SELECT
          "t5"."row",
          "t5"."team",
          "t5"."edition",
          "t6"."practice",
          "t6"."level",
          "t6"."target",
          "t6"."until",
          "t6"."reason",
          "t8"."title",
          "t8"."answered"
        FROM (
          SELECT
            "t0"."row",
            "t0"."team",
            "t0"."edition"
          FROM "chosen" AS "t0"
        ) AS "t5"
        INNER JOIN (
          SELECT
            "t1"."edition",
            "t1"."practice",
            "t1"."level",
            "t1"."target",
            "t1"."until",
            "t1"."reason"
          FROM "risks" AS "t1"
        ) AS "t6"
          ON "t5"."edition" = "t6"."edition"
        INNER JOIN (
          SELECT
            "t2"."edition",
            "t2"."practice",
            "t2"."title",
            "t2"."level" AS "answered"
          FROM "scores" AS "t2"
          WHERE
            "t2"."counts" AND "t2"."level" IS NOT NULL AND "t2"."level" < "t2"."target"
        ) AS "t8"
          ON "t5"."edition" = "t8"."edition" AND "t6"."practice" = "t8"."practice"
      ) AS "t9"
      WHERE
        "t9"."answered" >= "t9"."level"
    ) AS "t10"
    GROUP BY
      1,
      2,
      3
  ) AS "t11"
  GROUP BY
    1,
    2
) AS "t12"
ORDER BY
  "t12"."year" ASC,
  "t12"."month" ASC;

-- tally: Count teams with the same answer to a practice: few rows, which the next three reports add up.
SELECT
  "t6"."practice",
  "t6"."section",
  "t6"."title",
  "t6"."essential",
  "t6"."level",
  "t6"."evidenced",
  "t6"."target",
  COUNT(*) AS "teams",
  SUM(COALESCE("t6"."share", 0.0)) AS "share"
FROM (
  SELECT
    "t4"."row",
    "t4"."team",
    "t4"."edition",
    "t5"."practice",
    "t5"."section",
    "t5"."title",
    "t5"."essential",
    "t5"."level",
    "t5"."evidenced",
    "t5"."target",
    "t5"."share"
  FROM (
    SELECT
      "t0"."row",
      "t0"."team",
      "t0"."edition"
    FROM "chosen" AS "t0"
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t1"."edition",
      "t1"."practice",
      "t1"."section",
      "t1"."title",
      "t1"."essential",
      "t1"."level",
      "t1"."evidenced",
      "t1"."target",
      "t1"."share"
    FROM "scores" AS "t1"
    WHERE
      "t1"."counts"
  ) AS "t5"
    ON "t4"."edition" = "t5"."edition"
) AS "t6"
GROUP BY
  1,
  2,
  3,
  4,
  5,
  6,
  7;

-- proof: Compare claimed and proven levels for each practice.
SELECT
  *
FROM (
  SELECT
    "t1"."practice",
    MIN("t1"."section") AS "section",
    MAX("t1"."title") AS "title",
    SUM("t1"."teams") AS "teams",
    SUM("t1"."level" * "t1"."teams") AS "level_sum",
    SUM(COALESCE("t1"."evidenced", 0) * "t1"."teams") AS "evidenced_sum",
    SUM(IFF(COALESCE("t1"."evidenced", 0) < "t1"."level", "t1"."teams", 0)) AS "unproven"
  FROM (
    SELECT
      *
    FROM "tally" AS "t0"
    WHERE
      "t0"."level" IS NOT NULL
  ) AS "t1"
  GROUP BY
    1
) AS "t2"
ORDER BY
  "t2"."practice" ASC;

-- practices: Count the teams below target in each practice, and by how much.
SELECT
  *
FROM (
  SELECT
    "t0"."practice",
    MIN("t0"."section") AS "section",
    MAX("t0"."title") AS "title",
    MAX(CAST("t0"."essential" AS INT)) AS "essential",
    SUM("t0"."teams") AS "teams",
    SUM(IFF("t0"."level" IS NOT NULL, "t0"."teams", 0)) AS "settled",
    SUM(IFF(COALESCE("t0"."level" < "t0"."target", FALSE), "t0"."teams", 0)) AS "short",
    SUM(
      IFF(
        COALESCE("t0"."level" < "t0"."target", FALSE),
        (
          "t0"."target" - "t0"."level"
        ) * "t0"."teams",
        0
      )
    ) AS "gap_sum",
    SUM("t0"."level" * "t0"."teams") AS "level_sum",
    SUM(IFF("t0"."level" IS NOT NULL, "t0"."target" * "t0"."teams", 0)) AS "target_sum"
  FROM "tally" AS "t0"
  GROUP BY
    1
) AS "t1"
ORDER BY
  "t1"."practice" ASC;

-- gains: Compute the gain of raising each practice below its target; unsettled ones count as 0, as in `low`.
SELECT
  *
FROM (
  SELECT
    "t1"."practice",
    MIN("t1"."section") AS "section",
    MAX("t1"."title") AS "title",
    SUM("t1"."teams") AS "low_teams",
    SUM(IFF("t1"."level" IS NULL, "t1"."teams", 0)) AS "unsettled",
    SUM("t1"."share") AS "gain_sum",
    SUM("t1"."share" * (
      "t1"."target" - "t1"."known"
    )) AS "to_target_sum"
  FROM (
    SELECT
      "t0"."practice",
      "t0"."section",
      "t0"."title",
      "t0"."essential",
      "t0"."level",
      "t0"."evidenced",
      "t0"."target",
      "t0"."teams",
      "t0"."share",
      COALESCE("t0"."level", 0) AS "known"
    FROM "tally" AS "t0"
    WHERE
      COALESCE("t0"."level", 0) < "t0"."target"
  ) AS "t1"
  GROUP BY
    1
) AS "t2"
ORDER BY
  "t2"."practice" ASC;

-- held: Query the practices of teams that offer anything, in their last editions; `offered` is 1 or 0.
SELECT
  "t12"."team",
  "t12"."practice",
  "t12"."wording",
  "t12"."level",
  COALESCE("t12"."offered", 0) AS "offered"
FROM (
  SELECT
    "t4"."team",
    "t10"."practice",
    "t10"."wording",
    "t10"."level",
    "t11"."offered"
  FROM "latest" AS "t4"
  INNER JOIN (
    SELECT
      "t3"."edition",
      "t3"."practice",
      "t3"."wording",
      "t3"."level"
    FROM "scores" AS "t3"
    WHERE
      "t3"."counts" AND "t3"."level" IS NOT NULL
  ) AS "t10"
    ON "t4"."edition" = "t10"."edition"
  LEFT OUTER JOIN (
    SELECT
      "t7"."edition",
      "t7"."practice",
      1 AS "offered"
    FROM (
      SELECT DISTINCT
        "t2"."edition",
        "t2"."practice"
      FROM "offers" AS "t2"
    ) AS "t7"
  ) AS "t11"
    ON "t4"."edition" = "t11"."edition" AND "t10"."practice" = "t11"."practice"
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
      FROM "offers" AS "t6"
      WHERE
        "t4"."edition" = "t6"."edition"
    )
) AS "t12";

-- platforms: Query each practice of each team that offers anything, and whether it is offered.
SELECT
  *
FROM (
  SELECT
    "t2"."practice",
    "t2"."team",
    "t4"."name",
    "t2"."level",
    "t2"."offered"
  FROM "held" AS "t2"
  INNER JOIN (
    SELECT
      "t1"."team",
      "t1"."name"
    FROM "teams" AS "t1"
  ) AS "t4"
    ON "t2"."team" = "t4"."team"
) AS "t5"
ORDER BY
  "t5"."practice" ASC,
  "t5"."team" ASC;

-- offered_gains: Count teams below target that could take a practice over, or could if a platform offered it. Only where the platform answered the same words and has a higher level than the team. Who takes it over already is not counted.
SELECT
  *
FROM (
  SELECT
    "t14"."practice",
    SUM(CAST(COALESCE("t14"."offered_level" > "t14"."known", FALSE) AS INT)) AS "could_take",
    SUM(
      CAST((
        "t14"."offered_level" IS NULL
      ) AND (
        "t14"."held_level" > "t14"."known"
      ) AS INT)
    ) AS "could_be_given"
  FROM (
    SELECT
      "t13"."practice",
      "t13"."wording",
      "t13"."known",
      "t10"."offered_level",
      "t10"."held_level"
    FROM (
      SELECT
        "t11"."edition",
        "t11"."practice",
        "t11"."wording",
        "t11"."level",
        "t11"."target",
        COALESCE("t11"."level", 0) AS "known"
      FROM (
        SELECT
          "t7"."edition",
          "t8"."practice",
          "t8"."wording",
          "t8"."level",
          "t8"."target"
        FROM (
          SELECT
            "t2"."edition"
          FROM "chosen" AS "t2"
        ) AS "t7"
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
        ) AS "t8"
          ON "t7"."edition" = "t8"."edition"
      ) AS "t11"
      WHERE
        COALESCE("t11"."level", 0) < "t11"."target"
    ) AS "t13"
    INNER JOIN (
      SELECT
        "t1"."practice",
        "t1"."wording",
        MAX(IFF("t1"."offered" = 1, "t1"."level", CAST(NULL AS BIGINT))) AS "offered_level",
        MAX("t1"."level") AS "held_level"
      FROM "held" AS "t1"
      GROUP BY
        1,
        2
    ) AS "t10"
      ON "t13"."practice" = "t10"."practice" AND "t13"."wording" = "t10"."wording"
    WHERE
      NOT EXISTS(
        SELECT
          1
        FROM "taken" AS "t4"
        WHERE
          "t13"."edition" = "t4"."edition" AND "t13"."practice" = "t4"."practice"
      )
  ) AS "t14"
  GROUP BY
    1
) AS "t15"
ORDER BY
  "t15"."practice" ASC;

-- compare_practices: Levels and targets by row and practice.
SELECT
  *
FROM (
  SELECT
    "t6"."row",
    "t6"."practice",
    MAX("t6"."title") AS "title",
    COUNT(*) AS "teams",
    COUNT("t6"."level") AS "levels",
    SUM("t6"."level") AS "level_sum",
    SUM("t6"."target") AS "target_sum"
  FROM (
    SELECT
      "t4"."row",
      "t4"."team",
      "t4"."edition",
      "t5"."practice",
      "t5"."section",
      "t5"."title",
      "t5"."essential",
      "t5"."level",
      "t5"."evidenced",
      "t5"."target",
      "t5"."share"
    FROM (
      SELECT
        "t0"."row",
        "t0"."team",
        "t0"."edition"
      FROM "chosen" AS "t0"
    ) AS "t4"
    INNER JOIN (
      SELECT
        "t1"."edition",
        "t1"."practice",
        "t1"."section",
        "t1"."title",
        "t1"."essential",
        "t1"."level",
        "t1"."evidenced",
        "t1"."target",
        "t1"."share"
      FROM "scores" AS "t1"
      WHERE
        "t1"."counts"
    ) AS "t5"
      ON "t4"."edition" = "t5"."edition"
  ) AS "t6"
  GROUP BY
    1,
    2
) AS "t7"
ORDER BY
  "t7"."row" ASC,
  "t7"."practice" ASC;

-- moved_practices: Query what moved in each practice with the same wording in the edition before, of teams with one edition.
SELECT
  *
FROM (
  SELECT
    "t18"."practice",
    MIN("t18"."section") AS "section",
    MAX("t18"."title") AS "title",
    COUNT(*) AS "teams",
    SUM(CAST("t18"."level" > "t18"."before_level" AS INT)) AS "up",
    SUM(CAST("t18"."level" < "t18"."before_level" AS INT)) AS "down",
    SUM("t18"."level" - "t18"."before_level") AS "change_sum"
  FROM (
    SELECT
      "t5"."edition",
      "t15"."practice",
      "t15"."section",
      "t15"."title",
      "t15"."level",
      "t15"."before_level"
    FROM "editions" AS "t5"
    INNER JOIN (
      SELECT
        "t3"."team",
        "t3"."row",
        "t3"."edition" AS "last"
      FROM "chosen" AS "t3"
    ) AS "t10"
      ON "t5"."team" = "t10"."team"
    INNER JOIN (
      SELECT
        "t11"."edition",
        "t11"."practice",
        "t11"."section",
        "t11"."title",
        "t11"."level",
        "t11"."before_level"
      FROM (
        SELECT
          "t8"."edition",
          "t8"."team",
          "t8"."practice",
          "t8"."position",
          "t8"."section",
          "t8"."title",
          "t8"."essential",
          "t8"."impact",
          "t8"."weight",
          "t8"."weight_exact",
          "t8"."scope",
          "t8"."status",
          "t8"."counts",
          "t8"."level",
          "t8"."evidenced",
          "t8"."target",
          "t8"."effort",
          "t8"."confirmed",
          "t8"."share",
          "t8"."share_exact",
          "t8"."wording",
          "t8"."same_words",
          "t8"."before_id",
          "t8"."before_status",
          "t8"."before_counts",
          "t8"."before_level",
          "t8"."before_evidenced",
          "t8"."before_target",
          "t8"."before_wording",
          "t8"."due",
          "t8"."ask_by",
          "t8"."owner",
          "t8"."ask_whom",
          "t8"."answered_by",
          "t8"."confirmed_by",
          "t8"."quarter"
        FROM "scores" AS "t8"
        WHERE
          EXISTS(
            SELECT
              1
            FROM "asked" AS "t6"
            WHERE
              "t8"."quarter" = "t6"."quarter"
          )
      ) AS "t11"
      WHERE
        "t11"."same_words"
        AND "t11"."level" IS NOT NULL
        AND "t11"."before_level" IS NOT NULL
    ) AS "t15"
      ON "t5"."edition" = "t15"."edition"
    WHERE
      (
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
      )
      AND NOT EXISTS(
        SELECT
          1
        FROM (
          SELECT
            "t14"."team"
          FROM (
            SELECT
              "t12"."team",
              COUNT(*) AS "sealed"
            FROM (
              SELECT
                "t5"."edition",
                "t5"."team",
                "t5"."number",
                "t5"."digest",
                "t5"."previous_digest",
                "t5"."like_practices",
                "t5"."like_before",
                "t5"."like_after",
                "t5"."like_before_exact",
                "t5"."like_after_exact",
                "t10"."row",
                "t10"."last"
              FROM "editions" AS "t5"
              INNER JOIN (
                SELECT
                  "t3"."team",
                  "t3"."row",
                  "t3"."edition" AS "last"
                FROM "chosen" AS "t3"
              ) AS "t10"
                ON "t5"."team" = "t10"."team"
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
            ) AS "t12"
            GROUP BY
              1
          ) AS "t14"
          WHERE
            "t14"."sealed" > 1
        ) AS "t17"
        WHERE
          "t5"."team" = "t17"."team"
      )
  ) AS "t18"
  GROUP BY
    1
) AS "t19"
ORDER BY
  "t19"."practice" ASC;

-- moved_teams: Query each team's only edition of the quarter with its level before and after, like for like.
SELECT
  *
FROM (
  SELECT
    "t18"."row",
    "t18"."team",
    "t10"."name",
    "t18"."edition",
    "t18"."like_practices",
    "t18"."like_before",
    "t18"."like_after",
    "t18"."like_before_exact",
    "t18"."like_after_exact"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t5"."edition",
        "t5"."team",
        "t5"."number",
        "t5"."digest",
        "t5"."previous_digest",
        "t5"."like_practices",
        "t5"."like_before",
        "t5"."like_after",
        "t5"."like_before_exact",
        "t5"."like_after_exact",
        "t11"."row",
        "t11"."last"
      FROM "editions" AS "t5"
      INNER JOIN (
        SELECT
          "t4"."team",
          "t4"."row",
          "t4"."edition" AS "last"
        FROM "chosen" AS "t4"
      ) AS "t11"
        ON "t5"."team" = "t11"."team"
      WHERE
        (
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
        )
        AND NOT EXISTS(
          SELECT
            1
          FROM (
            SELECT
              "t13"."team"
            FROM (
              SELECT
                "t12"."team",
                COUNT(*) AS "sealed"
              FROM (
                SELECT
                  "t5"."edition",
                  "t5"."team",
                  "t5"."number",
                  "t5"."digest",
                  "t5"."previous_digest",
                  "t5"."like_practices",
                  "t5"."like_before",
                  "t5"."like_after",
                  "t5"."like_before_exact",
                  "t5"."like_after_exact",
                  "t11"."row",
                  "t11"."last"
                FROM "editions" AS "t5"
                INNER JOIN (
                  SELECT
                    "t4"."team",
                    "t4"."row",
                    "t4"."edition" AS "last"
                  FROM "chosen" AS "t4"
                ) AS "t11"
                  ON "t5"."team" = "t11"."team"
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
              ) AS "t12"
              GROUP BY
                1
            ) AS "t13"
            WHERE
              "t13"."sealed" > 1
          ) AS "t15"
          WHERE
            "t5"."team" = "t15"."team"
        )
    ) AS "t16"
    WHERE
      "t16"."like_practices" IS NOT NULL
  ) AS "t18"
  INNER JOIN (
    SELECT
      "t0"."team",
      "t0"."name"
    FROM "teams" AS "t0"
  ) AS "t10"
    ON "t18"."team" = "t10"."team"
) AS "t19"
ORDER BY
  "t19"."row" ASC,
  "t19"."team" ASC,
  "t19"."edition" ASC;

-- moved_in_several: Query the like answers in each edition of the teams that sealed several in the quarter, with their weights.
WITH "t18" AS (
  SELECT
    "t7"."edition",
    "t7"."team",
    "t7"."number",
    "t7"."digest",
    "t7"."previous_digest",
    "t7"."like_practices",
    "t7"."like_before",
    "t7"."like_after",
    "t7"."like_before_exact",
    "t7"."like_after_exact",
    "t14"."row",
    "t14"."last"
  FROM "editions" AS "t7"
  INNER JOIN (
    SELECT
      "t3"."team",
      "t3"."row",
      "t3"."edition" AS "last"
    FROM "chosen" AS "t3"
  ) AS "t14"
    ON "t7"."team" = "t14"."team"
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
      FROM "wanted_kinds" AS "t9"
      WHERE
        "t7"."questionnaire" = "t9"."questionnaire" AND "t7"."version" = "t9"."version"
    )
)
SELECT
  *
FROM (
  SELECT
    "t14"."row",
    "t7"."team",
    "t15"."name",
    "t7"."edition",
    "t14"."last",
    "t27"."previous",
    "t21"."practice",
    "t21"."before_id",
    "t21"."section",
    "t21"."title",
    "t21"."level",
    "t21"."before_level",
    "t21"."practice_weight",
    "t16"."section_weight"
  FROM "editions" AS "t7"
  INNER JOIN (
    SELECT
      "t3"."team",
      "t3"."row",
      "t3"."edition" AS "last"
    FROM "chosen" AS "t3"
  ) AS "t14"
    ON "t7"."team" = "t14"."team"
  INNER JOIN (
    SELECT
      "t4"."team",
      "t4"."name"
    FROM "teams" AS "t4"
  ) AS "t15"
    ON "t7"."team" = "t15"."team"
  LEFT OUTER JOIN (
    SELECT
      "t23"."team",
      "t23"."edition" AS "previous",
      "t23"."digest" AS "previous_digest"
    FROM (
      SELECT DISTINCT
        "t19"."team",
        "t19"."edition",
        "t19"."digest"
      FROM "t18" AS "t19"
      WHERE
        "t19"."previous_digest" IS NOT NULL
    ) AS "t23"
  ) AS "t27"
    ON "t7"."team" = "t27"."team" AND "t7"."previous_digest" = "t27"."previous_digest"
  INNER JOIN (
    SELECT
      "t17"."edition",
      "t17"."practice",
      "t17"."before_id",
      "t17"."section",
      "t17"."title",
      "t17"."level",
      "t17"."before_level",
      "t17"."weight_exact" AS "practice_weight"
    FROM (
      SELECT
        "t10"."edition",
        "t10"."team",
        "t10"."practice",
        "t10"."position",
        "t10"."section",
        "t10"."title",
        "t10"."essential",
        "t10"."impact",
        "t10"."weight",
        "t10"."weight_exact",
        "t10"."scope",
        "t10"."status",
        "t10"."counts",
        "t10"."level",
        "t10"."evidenced",
        "t10"."target",
        "t10"."effort",
        "t10"."confirmed",
        "t10"."share",
        "t10"."share_exact",
        "t10"."wording",
        "t10"."same_words",
        "t10"."before_id",
        "t10"."before_status",
        "t10"."before_counts",
        "t10"."before_level",
        "t10"."before_evidenced",
        "t10"."before_target",
        "t10"."before_wording",
        "t10"."due",
        "t10"."ask_by",
        "t10"."owner",
        "t10"."ask_whom",
        "t10"."answered_by",
        "t10"."confirmed_by",
        "t10"."quarter"
      FROM "scores" AS "t10"
      WHERE
        EXISTS(
          SELECT
            1
          FROM "asked" AS "t8"
          WHERE
            "t10"."quarter" = "t8"."quarter"
        )
    ) AS "t17"
    WHERE
      "t17"."same_words"
      AND "t17"."level" IS NOT NULL
      AND "t17"."before_level" IS NOT NULL
  ) AS "t21"
    ON "t7"."edition" = "t21"."edition"
  INNER JOIN (
    SELECT
      "t5"."edition",
      "t5"."section",
      "t5"."weight_exact" AS "section_weight"
    FROM "sections" AS "t5"
  ) AS "t16"
    ON "t7"."edition" = "t16"."edition" AND "t21"."section" = "t16"."section"
  WHERE
    (
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
        FROM "wanted_kinds" AS "t9"
        WHERE
          "t7"."questionnaire" = "t9"."questionnaire" AND "t7"."version" = "t9"."version"
      )
    )
    AND EXISTS(
      SELECT
        1
      FROM (
        SELECT
          "t22"."team"
        FROM (
          SELECT
            "t19"."team",
            COUNT(*) AS "sealed"
          FROM "t18" AS "t19"
          GROUP BY
            1
        ) AS "t22"
        WHERE
          "t22"."sealed" > 1
      ) AS "t26"
      WHERE
        "t7"."team" = "t26"."team"
    )
) AS "t28"
ORDER BY
  "t28"."row" ASC,
  "t28"."team" ASC,
  "t28"."edition" ASC,
  "t28"."practice" ASC;
