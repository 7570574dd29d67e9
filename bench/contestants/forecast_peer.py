"""statsforecast on the series of a .npy file. Arguments: model, series (series, time), where the answer goes."""

import sys

import numpy as np
import pandas as pd
from statsforecast import StatsForecast, models

name, series, out = sys.argv[1:]
y = np.load(series)
count, time = y.shape
rows = pd.DataFrame(
    {
        "unique_id": np.repeat(np.arange(count), time),
        "ds": np.tile(pd.date_range("2021-01-01", periods=time, freq="MS"), count),
        "y": y.ravel(),
    }
)
model = getattr(models, name)(season_length=12)
ahead = StatsForecast([model], freq="MS", n_jobs=1).forecast(df=rows, h=12, level=[95])
answer = ahead[[name, f"{name}-lo-95", f"{name}-hi-95"]].to_numpy().reshape(count, 12, 3)
np.save(out, answer)
