"""The least: pairs of ratings counted by hand over the same files. Arguments: a JSON of files, out and latest.

Without `latest` one bare pass over every row, corrections and respondents left aside. With it the same answer as ours:
of corrected answers the last, and how many people each region has.
"""

import json
import sys

import duckdb

ask = json.loads(sys.argv[1])
with open(ask["files"]) as lines:
    files = lines.read().split("\n")
duckdb.sql("SET TimeZone = 'UTC'")
ROWS = f"(SELECT * FROM read_parquet({files}) WHERE survey = 'panel' AND wave = 'w1')"
if ask["latest"]:
    duckdb.sql(f"""
        CREATE TEMP TABLE late AS SELECT seq FROM (
            SELECT seq, row_number() OVER (
                PARTITION BY respondent, outcome ORDER BY recorded_at DESC, seq DESC) AS place
            FROM {ROWS} WHERE hash(respondent, outcome) IN (
                SELECT hash(respondent, outcome) FROM {ROWS} GROUP BY ALL HAVING count(*) > 1))
        WHERE place > 1""")
    ROWS = f"(SELECT * FROM {ROWS} ANTI JOIN late USING (seq))"
    people = duckdb.sql(f"""
        SELECT json_extract_string(segment_keys, '$.region') AS region, count(DISTINCT respondent) AS people
        FROM {ROWS} WHERE importance IS NOT NULL OR satisfaction IS NOT NULL GROUP BY ALL ORDER BY ALL""").fetchall()
    print(people)
duckdb.sql(f"""
    COPY (
        SELECT json_extract_string(segment_keys, '$.region') AS region, outcome, importance, satisfaction,
               count(*) AS people
        FROM {ROWS} GROUP BY ALL ORDER BY ALL
    ) TO '{ask["out"]}' (HEADER)
""")
