"""The least: the question as SQL by hand, over the same files. Arguments: a JSON of files, out, known_at and kpi."""

import json
import sys

import duckdb

ask = json.loads(sys.argv[1])
with open(ask["files"]) as lines:
    files = lines.read().split("\n")
conditions = [f"recorded_at <= TIMESTAMPTZ '{ask['known_at']}'"] if ask["known_at"] else []
conditions += [f"kpi = '{ask['kpi']}'"] if ask["kpi"] else []
where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
duckdb.sql("SET TimeZone = 'UTC'")
duckdb.sql(f"""
    COPY (
        SELECT kpi, date_trunc('month', period_start)::DATE AS month, stage, provider,
               CASE WHEN kpi < 'k050' THEN avg(actual) ELSE sum(actual) END AS actual
        FROM (
            SELECT kpi, period_start, stage, project, provider,
                   arg_max(actual, struct_pack(a := recorded_at, b := seq)) AS actual
            FROM read_parquet({files}) {where}
            GROUP BY ALL
        )
        GROUP BY kpi, month, stage, provider ORDER BY ALL
    ) TO '{ask["out"]}' (HEADER)
""")
