"""The least: one DuckDB pass for all series, then arithmetic on whole arrays. Argument: JSON of files, objectives, out.

For each objective: attainment, the promised path today, value to date, XmR limits and signals, and P(hit) of a random
walk, so the same kinds of answers as a scorecard, without reading a document, choosing a forecast or giving a reason.
"""

import json
import math
import sys

import duckdb
import numpy as np

ask = json.loads(sys.argv[1])
with open(ask["files"]) as lines:
    files = lines.read().split("\n")
con = duckdb.connect()
con.sql(f"CREATE TABLE objectives AS FROM read_json('{ask['objectives']}')")
got = con.sql(f"""
    WITH latest AS (
        SELECT kpi, period_start, stage, project, provider,
               arg_max(actual, struct_pack(a := recorded_at, b := seq)) AS actual
        FROM read_parquet({files})
        SEMI JOIN objectives USING (kpi, stage, project)
        WHERE period_end <= DATE '{ask["as_of"]}'
        GROUP BY ALL
    ), months AS (
        SELECT kpi, stage, project, datediff('month', DATE '{ask["first"]}', period_start) AS month,
               CASE WHEN kpi < 'k050' THEN avg(actual) ELSE sum(actual) END AS actual
        FROM latest GROUP BY kpi, stage, project, month
    )
    SELECT row, month, actual, baseline, target, sign, per_unit FROM objectives JOIN months USING (kpi, stage, project)
""").fetchnumpy()

count, months = int(got["row"].max()) + 1, int(got["month"].max()) + 1
y = np.full((count, months), np.nan)
y[got["row"], got["month"]] = got["actual"]
baseline, target, sign, worth = np.zeros((4, count))
for array, name in ((baseline, "baseline"), (target, "target"), (sign, "sign"), (worth, "per_unit")):
    array[got["row"]] = got[name]
start, due = ask["start"], ask["due"]  # months from the first

last = y[:, -1]
attainment = (last - baseline) / (target - baseline)
path = baseline + (target - baseline) * (months - start) / (due - start)
value = (sign[:, None] * (y[:, start:] - baseline[:, None])).sum(axis=1) * worth
moves = np.abs(np.diff(y, axis=1))
middle, width = y.mean(axis=1), 2.66 * moves.mean(axis=1)
signals = (np.abs(y - middle[:, None]) > width[:, None]).sum(axis=1)
sd = np.diff(y, axis=1).std(axis=1) * math.sqrt(due - months)
hit = 0.5 * (1 + np.vectorize(math.erf)(sign * (last - target) / sd / math.sqrt(2)))
with open(ask["out"], "w") as out:
    columns = {"last": last, "attainment": attainment, "path": path, "value": value, "signals": signals, "p_hit": hit}
    json.dump({name: column.tolist() for name, column in columns.items()}, out)
