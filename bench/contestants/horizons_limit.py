"""The least: the lowest level of each relationship by hand over the same files. Arguments: files, out, day, latest.

Without `latest` one bare pass: the mean of every answer, whoever gave it and whenever. With it the same answer as ours:
of each of the customer's people the last answer to each question, as corrected, before the day.
"""

import json
import sys

import duckdb

ask = json.loads(sys.argv[1])
with open(ask["files"]) as lines:
    files = lines.read().split("\n")
ROWS = f"(SELECT * FROM read_parquet({files}) WHERE answered_on < DATE '{ask['day']}')"
if ask["latest"]:
    ROWS = f"""(
        SELECT *, row_number() OVER (
            PARTITION BY stakeholders, criterion, item, person ORDER BY answered_on DESC, recorded_at DESC, seq DESC
        ) AS place FROM {ROWS} WHERE reported_by = 'customer' QUALIFY place = 1)"""
duckdb.sql(f"""
    COPY (
        WITH marks AS (
            SELECT stakeholders, horizon, criterion, avg((value - 1) / 4) AS mark FROM {ROWS} GROUP BY ALL),
        levels AS (SELECT stakeholders, horizon, avg(mark) AS mark FROM marks GROUP BY ALL)
        SELECT stakeholders, min(mark) AS score FROM levels GROUP BY ALL ORDER BY ALL
    ) TO '{ask["out"]}' (HEADER)
""")
