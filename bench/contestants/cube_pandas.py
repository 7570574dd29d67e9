"""The peer in a notebook: pandas over the same files. Arguments as for cube_limit."""

import json
import sys

import pandas as pd

ask = json.loads(sys.argv[1])
key = ["kpi", "period_start", "stage", "project", "provider"]
with open(ask["files"]) as lines:
    files = lines.read().split("\n")
conditions = [("recorded_at", "<=", pd.Timestamp(ask["known_at"]))] if ask["known_at"] else []
conditions += [("kpi", "==", ask["kpi"])] if ask["kpi"] else []
rows = pd.read_parquet(files, columns=[*key, "actual", "recorded_at", "seq"], filters=conditions or None)
for name in ("kpi", "stage", "project", "provider"):
    rows[name] = rows[name].astype("category")
latest = rows.sort_values(["recorded_at", "seq"]).drop_duplicates(key, keep="last")
latest["month"] = pd.to_datetime(latest["period_start"]).dt.to_period("M").dt.start_time
cube = latest.groupby(["kpi", "month", "stage", "provider"], observed=True)["actual"].agg(["mean", "sum"]).reset_index()
cube["actual"] = cube["mean"].where(cube["kpi"].astype(str) < "k050", cube["sum"])
cube[["kpi", "month", "stage", "provider", "actual"]].to_csv(ask["out"], index=False)
