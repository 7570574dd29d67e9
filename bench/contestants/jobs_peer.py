"""The naive way: pandas, and scipy.stats.bootstrap over the respondents of each outcome and region.

Arguments: a JSON of files, out, and how many of the tables (outcome x region) are computed; prints the seconds of the
bootstrap alone, so that they can be multiplied up.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
from scipy import stats

ask = json.loads(sys.argv[1])
with open(ask["files"]) as lines:
    files = lines.read().split("\n")
columns = ["respondent", "segment_keys", "outcome", "importance", "satisfaction", "recorded_at", "seq"]
rows = pd.concat([pd.read_parquet(file, columns=columns) for file in files])
rows = rows.sort_values(["recorded_at", "seq"]).drop_duplicates(["respondent", "outcome"], keep="last")
rows["region"] = rows["segment_keys"].map({text: json.loads(text)["region"] for text in rows["segment_keys"].unique()})


def opportunity(important, satisfied, axis=-1):
    """The formula over the people along an axis; who did not rate is NaN."""
    first, second = np.nanmean(important, axis=axis), np.nanmean(satisfied, axis=axis)
    return 10 * (first + np.maximum(first - second, 0))


def tables():
    """Each outcome of everybody, then each outcome and region."""
    yield from rows.groupby("outcome")
    yield from rows.groupby(["outcome", "region"])


found, began = [], time.perf_counter()
for number, (name, part) in enumerate(tables()):
    if number % ask["every"]:
        continue
    tops = [
        np.where(part[column].isna(), np.nan, (part[column] >= 4).astype(float))
        for column in ("importance", "satisfaction")
    ]
    interval = stats.bootstrap(
        tops, opportunity, n_resamples=2000, paired=True, vectorized=True, method="percentile", batch=20, rng=1
    ).confidence_interval
    where = (name, "") if isinstance(name, str) else name
    found.append((*where, float(opportunity(*tops)), float(interval.low), float(interval.high)))
took = time.perf_counter() - began
pd.DataFrame(found, columns=["outcome", "region", "opportunity", "low", "high"]).to_csv(ask["out"], index=False)
print(json.dumps({"bootstrap": took, "tables": len(found)}))
