-- Compiled for clickhouse, not executed. `make portfolio-sql` of levelbook writes this file.

-- quarters: The quarters that there are.
SELECT DISTINCT
  "t0"."quarter" AS "quarter"
FROM "latest" AS "t0"
ORDER BY
  "t0"."quarter" ASC;

-- used_units: The units that teams are in.
SELECT DISTINCT
  "t0"."unit" AS "unit"
FROM "teams" AS "t0"
ORDER BY
  "t0"."unit" ASC;

-- team_units: Each team with the unit that it is in.
SELECT
  "t0"."team" AS "team",
  "t0"."unit" AS "unit"
FROM "teams" AS "t0"
ORDER BY
  "t0"."team" ASC;

-- teams_of_units: The teams of the units that are asked about, each in its unit's row.
SELECT
  *
FROM (
  SELECT
    "t4"."team" AS "team",
    "t2"."row" AS "row"
  FROM (
    SELECT
      "t0"."team" AS "team",
      "t0"."unit" AS "unit"
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
    "t9"."questionnaire" AS "questionnaire",
    "t9"."version" AS "version",
    COUNT(*) AS "teams"
  FROM (
    SELECT
      "t4"."edition" AS "edition",
      "t8"."questionnaire" AS "questionnaire",
      "t8"."version" AS "version"
    FROM "latest" AS "t4"
    LEFT SEMI JOIN "asked" AS "t5"
      ON "t4"."quarter" = "t5"."quarter"
    LEFT SEMI JOIN "wanted_teams" AS "t6"
      ON "t4"."team" = "t6"."team"
    INNER JOIN (
      SELECT
        "t3"."edition" AS "edition",
        "t3"."questionnaire" AS "questionnaire",
        "t3"."version" AS "version"
      FROM "editions" AS "t3"
    ) AS "t8"
      ON "t4"."edition" = "t8"."edition"
  ) AS "t9"
  GROUP BY
    "t9"."questionnaire",
    "t9"."version"
) AS "t10"
ORDER BY
  "t10"."questionnaire" ASC,
  "t10"."version" ASC;

-- chosen: The last edition of each team in each quarter, of those asked about.
SELECT
  "t20"."quarter" AS "quarter",
  "t20"."team" AS "team",
  "t20"."row" AS "row",
  "t20"."edition" AS "edition",
  "t20"."sealed_on" AS "sealed_on",
  "t20"."round_on" AS "round_on",
  "t20"."age_days" AS "age_days",
  "t20"."is_old" AS "is_old",
  "t20"."is_new" AS "is_new"
FROM (
  SELECT
    "t7"."team" AS "team",
    "t7"."edition" AS "edition",
    "t7"."sealed_on" AS "sealed_on",
    "t7"."round_on" AS "round_on",
    "t7"."age_days" AS "age_days",
    "t7"."is_old" AS "is_old",
    "t7"."is_new" AS "is_new",
    "t7"."quarter" AS "quarter",
    "t8"."row" AS "row",
    "t19"."edition" AS "edition_right",
    "t19"."fitting" AS "fitting",
    "t14"."facts" AS "facts"
  FROM "latest" AS "t7"
  LEFT SEMI JOIN (
    SELECT
      "t9"."edition" AS "edition"
    FROM "editions" AS "t9"
    LEFT SEMI JOIN "wanted_kinds" AS "t10"
      ON "t9"."questionnaire" = "t10"."questionnaire" AND "t9"."version" = "t10"."version"
  ) AS "t17"
    ON "t7"."edition" = "t17"."edition"
  INNER JOIN "wanted_teams" AS "t8"
    ON "t7"."team" = "t8"."team"
  LEFT OUTER JOIN (
    SELECT
      "t16"."edition" AS "edition",
      uniq("t16"."fact") AS "fitting"
    FROM (
      SELECT
        "t11"."edition" AS "edition",
        "t11"."team" AS "team",
        "t11"."fact" AS "fact",
        "t11"."choice" AS "choice",
        "t11"."quarter" AS "quarter"
      FROM "facts" AS "t11"
      LEFT SEMI JOIN "wanted_facts" AS "t12"
        ON "t11"."fact" = "t12"."fact" AND "t11"."choice" = "t12"."choice"
    ) AS "t16"
    GROUP BY
      "t16"."edition"
  ) AS "t19"
    ON "t7"."edition" = "t19"."edition"
  CROSS JOIN (
    SELECT
      "t2"."facts" AS "facts"
    FROM "asked" AS "t2"
  ) AS "t14"
) AS "t20"
WHERE
  COALESCE("t20"."fitting", 0) = "t20"."facts";

-- chosen_now: The same in the quarter that is asked about alone, which takes less time.
SELECT
  "t21"."quarter" AS "quarter",
  "t21"."team" AS "team",
  "t21"."row" AS "row",
  "t21"."edition" AS "edition",
  "t21"."sealed_on" AS "sealed_on",
  "t21"."round_on" AS "round_on",
  "t21"."age_days" AS "age_days",
  "t21"."is_old" AS "is_old",
  "t21"."is_new" AS "is_new"
FROM (
  SELECT
    "t7"."team" AS "team",
    "t7"."edition" AS "edition",
    "t7"."sealed_on" AS "sealed_on",
    "t7"."round_on" AS "round_on",
    "t7"."age_days" AS "age_days",
    "t7"."is_old" AS "is_old",
    "t7"."is_new" AS "is_new",
    "t7"."quarter" AS "quarter",
    "t9"."row" AS "row",
    "t20"."edition" AS "edition_right",
    "t20"."fitting" AS "fitting",
    "t15"."facts" AS "facts"
  FROM "latest" AS "t7"
  LEFT SEMI JOIN "asked" AS "t8"
    ON "t7"."quarter" = "t8"."quarter"
  LEFT SEMI JOIN (
    SELECT
      "t10"."edition" AS "edition"
    FROM "editions" AS "t10"
    LEFT SEMI JOIN "wanted_kinds" AS "t11"
      ON "t10"."questionnaire" = "t11"."questionnaire"
      AND "t10"."version" = "t11"."version"
  ) AS "t18"
    ON "t7"."edition" = "t18"."edition"
  INNER JOIN "wanted_teams" AS "t9"
    ON "t7"."team" = "t9"."team"
  LEFT OUTER JOIN (
    SELECT
      "t17"."edition" AS "edition",
      uniq("t17"."fact") AS "fitting"
    FROM (
      SELECT
        "t12"."edition" AS "edition",
        "t12"."team" AS "team",
        "t12"."fact" AS "fact",
        "t12"."choice" AS "choice",
        "t12"."quarter" AS "quarter"
      FROM "facts" AS "t12"
      LEFT SEMI JOIN "wanted_facts" AS "t13"
        ON "t12"."fact" = "t13"."fact" AND "t12"."choice" = "t13"."choice"
    ) AS "t17"
    GROUP BY
      "t17"."edition"
  ) AS "t20"
    ON "t7"."edition" = "t20"."edition"
  CROSS JOIN (
    SELECT
      "t1"."facts" AS "facts"
    FROM "asked" AS "t1"
  ) AS "t15"
) AS "t21"
WHERE
  COALESCE("t21"."fitting", 0) = "t21"."facts";

-- counted: How many teams are asked about in the quarter, and how many of them are old.
SELECT
  uniq("t4"."team") AS "teams",
  uniqIf("t4"."team", "t4"."is_old") AS "old"
FROM (
  SELECT
    "t2"."quarter" AS "quarter",
    "t2"."team" AS "team",
    "t2"."row" AS "row",
    "t2"."edition" AS "edition",
    "t2"."sealed_on" AS "sealed_on",
    "t2"."round_on" AS "round_on",
    "t2"."age_days" AS "age_days",
    "t2"."is_old" AS "is_old",
    "t2"."is_new" AS "is_new"
  FROM "chosen" AS "t2"
  LEFT SEMI JOIN "asked" AS "t3"
    ON "t2"."quarter" = "t3"."quarter"
) AS "t4";

-- team_rows: The rows that are one team's, with its name.
SELECT
  *
FROM (
  SELECT
    "t4"."row" AS "row",
    "t5"."name" AS "name"
  FROM (
    SELECT DISTINCT
      "t0"."row" AS "row"
    FROM "chosen" AS "t0"
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t1"."team" AS "row",
      "t1"."name" AS "name"
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
    "t4"."edition" AS "edition",
    "t5"."max_level" AS "max_level"
  FROM (
    SELECT
      "t0"."edition" AS "edition"
    FROM "chosen" AS "t0"
  ) AS "t4"
  INNER JOIN (
    SELECT
      "t1"."edition" AS "edition",
      "t1"."max_level" AS "max_level"
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
    "t14"."row" AS "row",
    "t14"."section" AS "section",
    COUNT(*) AS "teams",
    SUM(CAST("t14"."is_old" AS Nullable(Int64))) AS "old",
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
          "t11"."row" AS "row",
          '' AS "section",
          0 AS "position",
          '' AS "title",
          "t11"."is_old" AS "is_old",
          "t11"."level" AS "level",
          "t11"."low" AS "low",
          "t11"."high" AS "high",
          "t11"."evidenced" AS "evidenced",
          "t11"."target" AS "target"
        FROM (
          SELECT
            "t4"."row" AS "row",
            "t4"."edition" AS "edition",
            "t4"."is_old" AS "is_old",
            "t9"."level" AS "level",
            "t9"."low" AS "low",
            "t9"."high" AS "high",
            "t9"."evidenced" AS "evidenced",
            "t9"."target" AS "target"
          FROM "chosen" AS "t4"
          LEFT SEMI JOIN "asked" AS "t5"
            ON "t4"."quarter" = "t5"."quarter"
          INNER JOIN (
            SELECT
              "t3"."edition" AS "edition",
              "t3"."level" AS "level",
              "t3"."low" AS "low",
              "t3"."high" AS "high",
              "t3"."evidenced" AS "evidenced",
              "t3"."target" AS "target"
            FROM "editions" AS "t3"
          ) AS "t9"
            ON "t4"."edition" = "t9"."edition"
        ) AS "t11"
      ) AS "t12"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t4"."row" AS "row",
          "t8"."section" AS "section",
          "t8"."position" AS "position",
          "t8"."title" AS "title",
          "t4"."is_old" AS "is_old",
          "t8"."level" AS "level",
          "t8"."low" AS "low",
          "t8"."high" AS "high",
          "t8"."evidenced" AS "evidenced",
          "t8"."target" AS "target"
        FROM "chosen" AS "t4"
        LEFT SEMI JOIN "asked" AS "t5"
          ON "t4"."quarter" = "t5"."quarter"
        INNER JOIN (
          SELECT
            "t2"."edition" AS "edition",
            "t2"."section" AS "section",
            "t2"."position" AS "position",
            "t2"."title" AS "title",
            "t2"."level" AS "level",
            "t2"."low" AS "low",
            "t2"."high" AS "high",
            "t2"."evidenced" AS "evidenced",
            "t2"."target" AS "target"
          FROM "sections" AS "t2"
        ) AS "t8"
          ON "t4"."edition" = "t8"."edition"
      ) AS "t10"
    ) AS "t13"
    WHERE
      isNotNull("t13"."low")
  ) AS "t14"
  GROUP BY
    "t14"."row",
    "t14"."section"
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
    "t6"."quarter" AS "quarter",
    "t6"."row" AS "row",
    COUNT(*) AS "teams",
    SUM(CAST("t6"."is_old" AS Nullable(Int64))) AS "old",
    COUNT("t6"."level") AS "levels",
    SUM("t6"."level") AS "level_sum",
    SUM("t6"."low") AS "low_sum",
    SUM("t6"."high") AS "high_sum",
    SUM("t6"."evidenced") AS "evidenced_sum",
    SUM("t6"."target") AS "target_sum",
    SUM(CAST("t6"."is_new" AS Nullable(Int64))) AS "new"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t2"."quarter" AS "quarter",
        "t2"."team" AS "team",
        "t2"."row" AS "row",
        "t2"."edition" AS "edition",
        "t2"."sealed_on" AS "sealed_on",
        "t2"."round_on" AS "round_on",
        "t2"."age_days" AS "age_days",
        "t2"."is_old" AS "is_old",
        "t2"."is_new" AS "is_new",
        "t4"."level" AS "level",
        "t4"."low" AS "low",
        "t4"."high" AS "high",
        "t4"."evidenced" AS "evidenced",
        "t4"."target" AS "target"
      FROM "chosen" AS "t2"
      INNER JOIN (
        SELECT
          "t1"."edition" AS "edition",
          "t1"."level" AS "level",
          "t1"."low" AS "low",
          "t1"."high" AS "high",
          "t1"."evidenced" AS "evidenced",
          "t1"."target" AS "target"
        FROM "editions" AS "t1"
      ) AS "t4"
        ON "t2"."edition" = "t4"."edition"
    ) AS "t5"
    WHERE
      isNotNull("t5"."low")
  ) AS "t6"
  GROUP BY
    "t6"."quarter",
    "t6"."row"
) AS "t7"
ORDER BY
  "t7"."quarter" ASC,
  "t7"."row" ASC;

-- team_list: Each team with its figures, exact ones as text.
SELECT
  *
FROM (
  SELECT
    "t4"."row" AS "row",
    "t4"."team" AS "team",
    "t8"."name" AS "name",
    "t8"."unit" AS "unit",
    "t8"."place" AS "place",
    "t9"."edition_name" AS "edition_name",
    "t9"."digest" AS "digest",
    "t4"."sealed_on" AS "sealed_on",
    "t4"."round_on" AS "round_on",
    "t4"."age_days" AS "age_days",
    "t4"."is_old" AS "is_old",
    "t9"."practices" AS "practices",
    "t9"."answered" AS "answered",
    "t9"."level" AS "level",
    "t9"."low" AS "low",
    "t9"."high" AS "high",
    "t9"."evidenced" AS "evidenced",
    "t9"."target" AS "target",
    "t9"."level_exact" AS "level_exact",
    "t9"."low_exact" AS "low_exact",
    "t9"."high_exact" AS "high_exact",
    "t9"."evidenced_exact" AS "evidenced_exact",
    "t9"."target_exact" AS "target_exact",
    "t9"."like_before_exact" AS "like_before_exact",
    "t9"."like_after_exact" AS "like_after_exact"
  FROM "chosen" AS "t4"
  LEFT SEMI JOIN "asked" AS "t5"
    ON "t4"."quarter" = "t5"."quarter"
  INNER JOIN (
    SELECT
      "t2"."team" AS "team",
      "t2"."name" AS "name",
      "t2"."unit" AS "unit",
      "t2"."place" AS "place"
    FROM "teams" AS "t2"
  ) AS "t8"
    ON "t4"."team" = "t8"."team"
  INNER JOIN (
    SELECT
      "t3"."edition" AS "edition",
      "t3"."name" AS "edition_name",
      "t3"."digest" AS "digest",
      "t3"."practices" AS "practices",
      "t3"."answered" AS "answered",
      "t3"."level" AS "level",
      "t3"."low" AS "low",
      "t3"."high" AS "high",
      "t3"."evidenced" AS "evidenced",
      "t3"."target" AS "target",
      "t3"."level_exact" AS "level_exact",
      "t3"."low_exact" AS "low_exact",
      "t3"."high_exact" AS "high_exact",
      "t3"."evidenced_exact" AS "evidenced_exact",
      "t3"."target_exact" AS "target_exact",
      "t3"."like_before_exact" AS "like_before_exact",
      "t3"."like_after_exact" AS "like_after_exact"
    FROM "editions" AS "t3"
  ) AS "t9"
    ON "t4"."edition" = "t9"."edition"
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
      "t4"."team" AS "team",
      "t4"."edition" AS "edition",
      "t8"."name" AS "name",
      "t8"."unit" AS "unit",
      "t9"."level" AS "level",
      "t9"."level_exact" AS "level_exact"
    FROM "chosen" AS "t4"
    LEFT SEMI JOIN "asked" AS "t5"
      ON "t4"."quarter" = "t5"."quarter"
    INNER JOIN (
      SELECT
        "t2"."team" AS "team",
        "t2"."name" AS "name",
        "t2"."unit" AS "unit"
      FROM "teams" AS "t2"
    ) AS "t8"
      ON "t4"."team" = "t8"."team"
    INNER JOIN (
      SELECT
        "t3"."edition" AS "edition",
        "t3"."level" AS "level",
        "t3"."level_exact" AS "level_exact"
      FROM "editions" AS "t3"
    ) AS "t9"
      ON "t4"."edition" = "t9"."edition"
  ) AS "t10"
  WHERE
    isNotNull("t10"."level")
)
SELECT
  *
FROM (
  SELECT
    "t13"."unit" AS "unit",
    "t13"."team" AS "team",
    "t13"."name" AS "name",
    "t13"."level" AS "level",
    "t13"."level_exact" AS "level_exact",
    "t15"."unit_teams" AS "unit_teams",
    "t15"."unit_median" AS "unit_median"
  FROM "t11" AS "t13"
  INNER JOIN (
    SELECT
      "t12"."unit" AS "unit",
      COUNT(*) AS "unit_teams",
      quantileExactExclusive("t12"."level") AS "unit_median"
    FROM "t11" AS "t12"
    GROUP BY
      "t12"."unit"
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
    "t11"."row" AS "row",
    "t11"."team" AS "team",
    "t7"."name" AS "name",
    "t7"."unit" AS "unit",
    "t11"."sealed_on" AS "sealed_on",
    "t11"."round_on" AS "round_on"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."quarter" AS "quarter",
        "t3"."team" AS "team",
        "t3"."row" AS "row",
        "t3"."edition" AS "edition",
        "t3"."sealed_on" AS "sealed_on",
        "t3"."round_on" AS "round_on",
        "t3"."age_days" AS "age_days",
        "t3"."is_old" AS "is_old",
        "t3"."is_new" AS "is_new",
        "t8"."late_before" AS "late_before"
      FROM "chosen" AS "t3"
      LEFT SEMI JOIN "asked" AS "t4"
        ON "t3"."quarter" = "t4"."quarter"
      CROSS JOIN (
        SELECT
          "t2"."late_before" AS "late_before"
        FROM "asked" AS "t2"
      ) AS "t8"
    ) AS "t9"
    WHERE
      isNull("t9"."round_on") OR (
        "t9"."round_on" < "t9"."late_before"
      )
  ) AS "t11"
  INNER JOIN (
    SELECT
      "t0"."team" AS "team",
      "t0"."name" AS "name",
      "t0"."unit" AS "unit"
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
    "t15"."row" AS "row",
    "t15"."team" AS "team",
    "t9"."name" AS "name",
    "t9"."unit" AS "unit",
    "t15"."sealed_on" AS "sealed_on",
    "t15"."steps" AS "steps",
    "t15"."since" AS "since"
  FROM (
    SELECT
      "t13"."row" AS "row",
      "t13"."team" AS "team",
      COUNT(*) AS "steps",
      MIN("t13"."due") AS "since",
      MAX("t13"."sealed_on") AS "sealed_on"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t4"."row" AS "row",
          "t4"."team" AS "team",
          "t4"."edition" AS "edition",
          "t4"."sealed_on" AS "sealed_on",
          "t11"."due" AS "due",
          "t11"."done_on" AS "done_on",
          "t10"."as_of" AS "as_of"
        FROM "chosen" AS "t4"
        LEFT SEMI JOIN "asked" AS "t5"
          ON "t4"."quarter" = "t5"."quarter"
        INNER JOIN (
          SELECT
            "t3"."edition" AS "edition",
            "t3"."due" AS "due",
            "t3"."done_on" AS "done_on"
          FROM "steps" AS "t3"
        ) AS "t11"
          ON "t4"."edition" = "t11"."edition"
        CROSS JOIN (
          SELECT
            "t2"."as_of" AS "as_of"
          FROM "asked" AS "t2"
        ) AS "t10"
      ) AS "t12"
      WHERE
        isNull("t12"."done_on") AND "t12"."due" < "t12"."as_of"
    ) AS "t13"
    GROUP BY
      "t13"."row",
      "t13"."team"
  ) AS "t15"
  INNER JOIN (
    SELECT
      "t0"."team" AS "team",
      "t0"."name" AS "name",
      "t0"."unit" AS "unit"
    FROM "teams" AS "t0"
  ) AS "t9"
    ON "t15"."team" = "t9"."team"
) AS "t16"
ORDER BY
  "t16"."row" ASC,
  "t16"."team" ASC;

-- silent: Teams that have sealed nothing up to the end of the quarter, and are not closed.
SELECT
  "t12"."row" AS "row",
  "t12"."team" AS "team",
  "t12"."name" AS "name",
  "t12"."unit" AS "unit"
FROM (
  SELECT
    "t4"."team" AS "team",
    "t4"."row" AS "row",
    "t5"."name" AS "name",
    "t5"."unit" AS "unit",
    "t5"."is_named" AS "is_named",
    "t5"."place" AS "place",
    "t5"."closed_on" AS "closed_on",
    "t9"."as_of" AS "as_of"
  FROM "wanted_teams" AS "t4"
  INNER JOIN "teams" AS "t5"
    ON "t4"."team" = "t5"."team"
  LEFT ANTI JOIN (
    SELECT
      "t7"."team" AS "team",
      "t7"."edition" AS "edition",
      "t7"."sealed_on" AS "sealed_on",
      "t7"."round_on" AS "round_on",
      "t7"."age_days" AS "age_days",
      "t7"."is_old" AS "is_old",
      "t7"."is_new" AS "is_new",
      "t7"."quarter" AS "quarter"
    FROM "latest" AS "t7"
    LEFT SEMI JOIN "asked" AS "t6"
      ON "t7"."quarter" = "t6"."quarter"
  ) AS "t11"
    ON "t4"."team" = "t11"."team"
  CROSS JOIN (
    SELECT
      "t2"."as_of" AS "as_of"
    FROM "asked" AS "t2"
  ) AS "t9"
) AS "t12"
WHERE
  isNull("t12"."closed_on") OR (
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
    "t8"."until" AS "until",
    "t4"."row" AS "row",
    "t4"."team" AS "team",
    "t9"."name" AS "name",
    "t8"."practice" AS "practice",
    "t8"."level" AS "level",
    "t8"."target" AS "target",
    "t8"."reason" AS "reason"
  FROM "chosen" AS "t4"
  LEFT SEMI JOIN "asked" AS "t5"
    ON "t4"."quarter" = "t5"."quarter"
  INNER JOIN (
    SELECT
      "t2"."edition" AS "edition",
      "t2"."practice" AS "practice",
      "t2"."level" AS "level",
      "t2"."target" AS "target",
      "t2"."until" AS "until",
      "t2"."reason" AS "reason"
    FROM "risks" AS "t2"
  ) AS "t8"
    ON "t4"."edition" = "t8"."edition"
  INNER JOIN (
    SELECT
      "t3"."team" AS "team",
      "t3"."name" AS "name"
    FROM "teams" AS "t3"
  ) AS "t9"
    ON "t4"."team" = "t9"."team"
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
    "t8"."year" AS "year",
    "t8"."month" AS "month",
    COUNT(*) AS "risks",
    uniq("t8"."team") AS "teams"
  FROM (
    SELECT
      "t7"."team" AS "team",
      "t7"."edition" AS "edition",
      "t7"."until" AS "until",
      CAST(toYear("t7"."until") AS Nullable(Int64)) AS "year",
      CAST(toMonth("t7"."until") AS Nullable(Int64)) AS "month"
    FROM (
      SELECT
        "t3"."team" AS "team",
        "t3"."edition" AS "edition",
        "t6"."until" AS "until"
      FROM "chosen" AS "t3"
      LEFT SEMI JOIN "asked" AS "t4"
        ON "t3"."quarter" = "t4"."quarter"
      INNER JOIN (
        SELECT
          "t2"."edition" AS "edition",
          "t2"."until" AS "until"
        FROM "risks" AS "t2"
      ) AS "t6"
        ON "t3"."edition" = "t6"."edition"
    ) AS "t7"
  ) AS "t8"
  GROUP BY
    "t8"."year",
    "t8"."month"
) AS "t9"
ORDER BY
  "t9"."year" ASC,
  "t9"."month" ASC;

-- proof: What is claimed of each practice, against what evidence backs.
SELECT
  *
FROM (
  SELECT
    "t8"."practice" AS "practice",
    MIN("t8"."section") AS "section",
    MAX("t8"."title") AS "title",
    COUNT(*) AS "teams",
    SUM("t8"."level") AS "level_sum",
    SUM(COALESCE("t8"."evidenced", 0)) AS "evidenced_sum",
    SUM(CAST(COALESCE("t8"."evidenced", 0) < "t8"."level" AS Nullable(Int64))) AS "unproven"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."row" AS "row",
        "t3"."team" AS "team",
        "t3"."edition" AS "edition",
        "t6"."practice" AS "practice",
        "t6"."section" AS "section",
        "t6"."title" AS "title",
        "t6"."essential" AS "essential",
        "t6"."level" AS "level",
        "t6"."evidenced" AS "evidenced",
        "t6"."target" AS "target",
        "t6"."share" AS "share"
      FROM "chosen" AS "t3"
      LEFT SEMI JOIN "asked" AS "t4"
        ON "t3"."quarter" = "t4"."quarter"
      INNER JOIN (
        SELECT
          "t2"."edition" AS "edition",
          "t2"."practice" AS "practice",
          "t2"."section" AS "section",
          "t2"."title" AS "title",
          "t2"."essential" AS "essential",
          "t2"."level" AS "level",
          "t2"."evidenced" AS "evidenced",
          "t2"."target" AS "target",
          "t2"."share" AS "share"
        FROM "scores" AS "t2"
        WHERE
          "t2"."counts"
      ) AS "t6"
        ON "t3"."edition" = "t6"."edition"
    ) AS "t7"
    WHERE
      isNotNull("t7"."level")
  ) AS "t8"
  GROUP BY
    "t8"."practice"
) AS "t9"
ORDER BY
  "t9"."practice" ASC;

-- practices: How many teams fall short of their target in each practice, and by how much.
SELECT
  *
FROM (
  SELECT
    "t7"."practice" AS "practice",
    MIN("t7"."section") AS "section",
    MAX("t7"."title") AS "title",
    MAX(CAST("t7"."essential" AS Nullable(Int64))) AS "essential",
    COUNT(*) AS "teams",
    COUNT("t7"."level") AS "settled",
    SUM(CAST(COALESCE("t7"."level" < "t7"."target", FALSE) AS Nullable(Int64))) AS "short",
    SUM(
      CASE
        WHEN COALESCE("t7"."level" < "t7"."target", FALSE)
        THEN "t7"."target" - "t7"."level"
        ELSE 0
      END
    ) AS "gap_sum",
    SUM("t7"."level") AS "level_sum",
    SUM(CASE WHEN isNotNull("t7"."level") THEN "t7"."target" ELSE 0 END) AS "target_sum"
  FROM (
    SELECT
      "t3"."row" AS "row",
      "t3"."team" AS "team",
      "t3"."edition" AS "edition",
      "t6"."practice" AS "practice",
      "t6"."section" AS "section",
      "t6"."title" AS "title",
      "t6"."essential" AS "essential",
      "t6"."level" AS "level",
      "t6"."evidenced" AS "evidenced",
      "t6"."target" AS "target",
      "t6"."share" AS "share"
    FROM "chosen" AS "t3"
    LEFT SEMI JOIN "asked" AS "t4"
      ON "t3"."quarter" = "t4"."quarter"
    INNER JOIN (
      SELECT
        "t2"."edition" AS "edition",
        "t2"."practice" AS "practice",
        "t2"."section" AS "section",
        "t2"."title" AS "title",
        "t2"."essential" AS "essential",
        "t2"."level" AS "level",
        "t2"."evidenced" AS "evidenced",
        "t2"."target" AS "target",
        "t2"."share" AS "share"
      FROM "scores" AS "t2"
      WHERE
        "t2"."counts"
    ) AS "t6"
      ON "t3"."edition" = "t6"."edition"
  ) AS "t7"
  GROUP BY
    "t7"."practice"
) AS "t8"
ORDER BY
  "t8"."practice" ASC;

-- gains: What each practice would bring, raised where it is below its target; what is not settled is 0, as in `low`.
SELECT
  *
FROM (
  SELECT
    "t8"."practice" AS "practice",
    MIN("t8"."section") AS "section",
    MAX("t8"."title") AS "title",
    COUNT(*) AS "low_teams",
    SUM(CAST(isNull("t8"."level") AS Nullable(Int64))) AS "unsettled",
    SUM("t8"."part") AS "gain_sum",
    SUM("t8"."part" * (
      "t8"."target" - "t8"."known"
    )) AS "to_target_sum"
  FROM (
    SELECT
      "t7"."row" AS "row",
      "t7"."team" AS "team",
      "t7"."edition" AS "edition",
      "t7"."practice" AS "practice",
      "t7"."section" AS "section",
      "t7"."title" AS "title",
      "t7"."essential" AS "essential",
      "t7"."level" AS "level",
      "t7"."evidenced" AS "evidenced",
      "t7"."target" AS "target",
      "t7"."share" AS "share",
      COALESCE("t7"."level", 0) AS "known",
      COALESCE("t7"."share", 0.0) AS "part"
    FROM (
      SELECT
        "t3"."row" AS "row",
        "t3"."team" AS "team",
        "t3"."edition" AS "edition",
        "t6"."practice" AS "practice",
        "t6"."section" AS "section",
        "t6"."title" AS "title",
        "t6"."essential" AS "essential",
        "t6"."level" AS "level",
        "t6"."evidenced" AS "evidenced",
        "t6"."target" AS "target",
        "t6"."share" AS "share"
      FROM "chosen" AS "t3"
      LEFT SEMI JOIN "asked" AS "t4"
        ON "t3"."quarter" = "t4"."quarter"
      INNER JOIN (
        SELECT
          "t2"."edition" AS "edition",
          "t2"."practice" AS "practice",
          "t2"."section" AS "section",
          "t2"."title" AS "title",
          "t2"."essential" AS "essential",
          "t2"."level" AS "level",
          "t2"."evidenced" AS "evidenced",
          "t2"."target" AS "target",
          "t2"."share" AS "share"
        FROM "scores" AS "t2"
        WHERE
          "t2"."counts"
      ) AS "t6"
        ON "t3"."edition" = "t6"."edition"
    ) AS "t7"
    WHERE
      COALESCE("t7"."level", 0) < "t7"."target"
  ) AS "t8"
  GROUP BY
    "t8"."practice"
) AS "t9"
ORDER BY
  "t9"."practice" ASC;

-- platforms: What each team that offers anything has of every practice, and whether that is offered.
SELECT
  *
FROM (
  SELECT
    "t17"."practice" AS "practice",
    "t17"."team" AS "team",
    "t10"."name" AS "name",
    "t17"."level" AS "level",
    "t17"."offered" AS "offered"
  FROM (
    SELECT
      "t15"."team" AS "team",
      "t15"."practice" AS "practice",
      "t15"."wording" AS "wording",
      "t15"."level" AS "level",
      COALESCE("t15"."offered", 0) AS "offered"
    FROM (
      SELECT
        "t5"."team" AS "team",
        "t13"."practice" AS "practice",
        "t13"."wording" AS "wording",
        "t13"."level" AS "level",
        "t14"."offered" AS "offered"
      FROM "latest" AS "t5"
      LEFT SEMI JOIN "asked" AS "t6"
        ON "t5"."quarter" = "t6"."quarter"
      LEFT SEMI JOIN "offers" AS "t7"
        ON "t5"."edition" = "t7"."edition"
      INNER JOIN (
        SELECT
          "t4"."edition" AS "edition",
          "t4"."practice" AS "practice",
          "t4"."wording" AS "wording",
          "t4"."level" AS "level"
        FROM "scores" AS "t4"
        WHERE
          "t4"."counts" AND isNotNull("t4"."level")
      ) AS "t13"
        ON "t5"."edition" = "t13"."edition"
      LEFT OUTER JOIN (
        SELECT
          "t9"."edition" AS "edition",
          "t9"."practice" AS "practice",
          1 AS "offered"
        FROM (
          SELECT DISTINCT
            "t3"."edition" AS "edition",
            "t3"."practice" AS "practice"
          FROM "offers" AS "t3"
        ) AS "t9"
      ) AS "t14"
        ON "t5"."edition" = "t14"."edition" AND "t13"."practice" = "t14"."practice"
    ) AS "t15"
  ) AS "t17"
  INNER JOIN (
    SELECT
      "t0"."team" AS "team",
      "t0"."name" AS "name"
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
    "t25"."practice" AS "practice",
    SUM(CAST(COALESCE("t25"."offered_level" > "t25"."known", FALSE) AS Nullable(Int64))) AS "could_take",
    SUM(
      CAST(isNull("t25"."offered_level") AND (
        "t25"."held_level" > "t25"."known"
      ) AS Nullable(Int64))
    ) AS "could_be_given"
  FROM (
    SELECT
      "t21"."practice" AS "practice",
      "t21"."wording" AS "wording",
      "t21"."known" AS "known",
      "t24"."offered_level" AS "offered_level",
      "t24"."held_level" AS "held_level"
    FROM (
      SELECT
        "t18"."edition" AS "edition",
        "t18"."practice" AS "practice",
        "t18"."wording" AS "wording",
        "t18"."level" AS "level",
        "t18"."target" AS "target",
        COALESCE("t18"."level", 0) AS "known"
      FROM (
        SELECT
          "t7"."edition" AS "edition",
          "t14"."practice" AS "practice",
          "t14"."wording" AS "wording",
          "t14"."level" AS "level",
          "t14"."target" AS "target"
        FROM "chosen" AS "t7"
        LEFT SEMI JOIN "asked" AS "t8"
          ON "t7"."quarter" = "t8"."quarter"
        INNER JOIN (
          SELECT
            "t3"."edition" AS "edition",
            "t3"."practice" AS "practice",
            "t3"."wording" AS "wording",
            "t3"."level" AS "level",
            "t3"."target" AS "target"
          FROM "scores" AS "t3"
          WHERE
            "t3"."counts"
        ) AS "t14"
          ON "t7"."edition" = "t14"."edition"
      ) AS "t18"
      WHERE
        COALESCE("t18"."level", 0) < "t18"."target"
    ) AS "t21"
    LEFT ANTI JOIN "taken" AS "t6"
      ON "t21"."edition" = "t6"."edition" AND "t21"."practice" = "t6"."practice"
    INNER JOIN (
      SELECT
        "t22"."practice" AS "practice",
        "t22"."wording" AS "wording",
        MAX(
          CASE
            WHEN "t22"."offered" = 1
            THEN "t22"."level"
            ELSE CAST(NULL AS Nullable(Int64))
          END
        ) AS "offered_level",
        MAX("t22"."level") AS "held_level"
      FROM (
        SELECT
          "t19"."team" AS "team",
          "t19"."practice" AS "practice",
          "t19"."wording" AS "wording",
          "t19"."level" AS "level",
          COALESCE("t19"."offered", 0) AS "offered"
        FROM (
          SELECT
            "t9"."team" AS "team",
            "t15"."practice" AS "practice",
            "t15"."wording" AS "wording",
            "t15"."level" AS "level",
            "t17"."offered" AS "offered"
          FROM "latest" AS "t9"
          LEFT SEMI JOIN "asked" AS "t8"
            ON "t9"."quarter" = "t8"."quarter"
          LEFT SEMI JOIN "offers" AS "t10"
            ON "t9"."edition" = "t10"."edition"
          INNER JOIN (
            SELECT
              "t3"."edition" AS "edition",
              "t3"."practice" AS "practice",
              "t3"."wording" AS "wording",
              "t3"."level" AS "level"
            FROM "scores" AS "t3"
            WHERE
              "t3"."counts" AND isNotNull("t3"."level")
          ) AS "t15"
            ON "t9"."edition" = "t15"."edition"
          LEFT OUTER JOIN (
            SELECT
              "t12"."edition" AS "edition",
              "t12"."practice" AS "practice",
              1 AS "offered"
            FROM (
              SELECT DISTINCT
                "t5"."edition" AS "edition",
                "t5"."practice" AS "practice"
              FROM "offers" AS "t5"
            ) AS "t12"
          ) AS "t17"
            ON "t9"."edition" = "t17"."edition" AND "t15"."practice" = "t17"."practice"
        ) AS "t19"
      ) AS "t22"
      GROUP BY
        "t22"."practice",
        "t22"."wording"
    ) AS "t24"
      ON "t21"."practice" = "t24"."practice" AND "t21"."wording" = "t24"."wording"
  ) AS "t25"
  GROUP BY
    "t25"."practice"
) AS "t26"
ORDER BY
  "t26"."practice" ASC;

-- compare_practices: Levels and targets by row and practice.
SELECT
  *
FROM (
  SELECT
    "t7"."row" AS "row",
    "t7"."practice" AS "practice",
    MAX("t7"."title") AS "title",
    COUNT(*) AS "teams",
    COUNT("t7"."level") AS "levels",
    SUM("t7"."level") AS "level_sum",
    SUM("t7"."target") AS "target_sum"
  FROM (
    SELECT
      "t3"."row" AS "row",
      "t3"."team" AS "team",
      "t3"."edition" AS "edition",
      "t6"."practice" AS "practice",
      "t6"."section" AS "section",
      "t6"."title" AS "title",
      "t6"."essential" AS "essential",
      "t6"."level" AS "level",
      "t6"."evidenced" AS "evidenced",
      "t6"."target" AS "target",
      "t6"."share" AS "share"
    FROM "chosen" AS "t3"
    LEFT SEMI JOIN "asked" AS "t4"
      ON "t3"."quarter" = "t4"."quarter"
    INNER JOIN (
      SELECT
        "t2"."edition" AS "edition",
        "t2"."practice" AS "practice",
        "t2"."section" AS "section",
        "t2"."title" AS "title",
        "t2"."essential" AS "essential",
        "t2"."level" AS "level",
        "t2"."evidenced" AS "evidenced",
        "t2"."target" AS "target",
        "t2"."share" AS "share"
      FROM "scores" AS "t2"
      WHERE
        "t2"."counts"
    ) AS "t6"
      ON "t3"."edition" = "t6"."edition"
  ) AS "t7"
  GROUP BY
    "t7"."row",
    "t7"."practice"
) AS "t8"
ORDER BY
  "t8"."row" ASC,
  "t8"."practice" ASC;

-- moved_practices: What moved in each practice that was asked and answered alike in the edition before.
SELECT
  *
FROM (
  SELECT
    "t13"."practice" AS "practice",
    MIN("t13"."section") AS "section",
    MAX("t13"."title") AS "title",
    COUNT(*) AS "teams",
    SUM(CAST("t13"."level" > "t13"."before_level" AS Nullable(Int64))) AS "up",
    SUM(CAST("t13"."level" < "t13"."before_level" AS Nullable(Int64))) AS "down",
    SUM("t13"."level" - "t13"."before_level") AS "change_sum"
  FROM (
    SELECT
      "t5"."edition" AS "edition",
      "t10"."practice" AS "practice",
      "t10"."section" AS "section",
      "t10"."title" AS "title",
      "t10"."level" AS "level",
      "t10"."before_level" AS "before_level"
    FROM "editions" AS "t5"
    LEFT SEMI JOIN "asked" AS "t6"
      ON "t5"."quarter" = "t6"."quarter"
    LEFT SEMI JOIN "wanted_kinds" AS "t7"
      ON "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
    INNER JOIN (
      SELECT
        "t8"."team" AS "team",
        "t8"."row" AS "row"
      FROM "chosen" AS "t8"
      LEFT SEMI JOIN "asked" AS "t6"
        ON "t8"."quarter" = "t6"."quarter"
    ) AS "t12"
      ON "t5"."team" = "t12"."team"
    INNER JOIN (
      SELECT
        "t3"."edition" AS "edition",
        "t3"."practice" AS "practice",
        "t3"."section" AS "section",
        "t3"."title" AS "title",
        "t3"."level" AS "level",
        "t3"."before_level" AS "before_level"
      FROM "scores" AS "t3"
      WHERE
        "t3"."same_words" AND isNotNull("t3"."level") AND isNotNull("t3"."before_level")
    ) AS "t10"
      ON "t5"."edition" = "t10"."edition"
  ) AS "t13"
  GROUP BY
    "t13"."practice"
) AS "t14"
ORDER BY
  "t14"."practice" ASC;

-- moved_teams: Each edition that has something to compare like for like, with its level before and after.
SELECT
  *
FROM (
  SELECT
    "t15"."row" AS "row",
    "t15"."team" AS "team",
    "t10"."name" AS "name",
    "t15"."edition" AS "edition",
    "t15"."like_practices" AS "like_practices",
    "t15"."like_before" AS "like_before",
    "t15"."like_after" AS "like_after",
    "t15"."like_before_exact" AS "like_before_exact",
    "t15"."like_after_exact" AS "like_after_exact"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t5"."edition" AS "edition",
        "t5"."team" AS "team",
        "t5"."like_practices" AS "like_practices",
        "t5"."like_before" AS "like_before",
        "t5"."like_after" AS "like_after",
        "t5"."like_before_exact" AS "like_before_exact",
        "t5"."like_after_exact" AS "like_after_exact",
        "t12"."row" AS "row"
      FROM "editions" AS "t5"
      LEFT SEMI JOIN "asked" AS "t6"
        ON "t5"."quarter" = "t6"."quarter"
      LEFT SEMI JOIN "wanted_kinds" AS "t7"
        ON "t5"."questionnaire" = "t7"."questionnaire" AND "t5"."version" = "t7"."version"
      INNER JOIN (
        SELECT
          "t8"."team" AS "team",
          "t8"."row" AS "row"
        FROM "chosen" AS "t8"
        LEFT SEMI JOIN "asked" AS "t6"
          ON "t8"."quarter" = "t6"."quarter"
      ) AS "t12"
        ON "t5"."team" = "t12"."team"
    ) AS "t13"
    WHERE
      isNotNull("t13"."like_practices")
  ) AS "t15"
  INNER JOIN (
    SELECT
      "t0"."team" AS "team",
      "t0"."name" AS "name"
    FROM "teams" AS "t0"
  ) AS "t10"
    ON "t15"."team" = "t10"."team"
) AS "t16"
ORDER BY
  "t16"."row" ASC,
  "t16"."team" ASC,
  "t16"."edition" ASC;
