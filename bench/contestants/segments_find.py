"""Groups of respondents. Arguments: who answers (kmeans, stepmix or trueup), a file of ratings.

`kmeans` and `stepmix` make one fit of the number of groups that is there. `trueup` finds the number, or that there are
none, tests its stability, says what each group needs, and makes the typing tool.
"""

from __future__ import annotations

import sys

import numpy as np

GROUPS = 4


def main(who: str, file: str) -> None:
    with np.load(file) as held:
        importance, satisfaction = held["importance"], held["satisfaction"]
    labels = {"kmeans": _kmeans, "stepmix": _stepmix, "trueup": _trueup}[who](importance, satisfaction)
    np.save(sys.stdout.buffer, labels)


def _kmeans(importance: np.ndarray, satisfaction: np.ndarray) -> np.ndarray:
    from sklearn.cluster import KMeans

    gap = importance + np.maximum(importance - satisfaction, 0.0)
    return KMeans(GROUPS, n_init=10, random_state=1).fit_predict(gap - gap.mean(axis=1, keepdims=True))


def _stepmix(importance: np.ndarray, satisfaction: np.ndarray) -> np.ndarray:
    from stepmix.stepmix import StepMix

    top = np.concatenate([importance >= 4, satisfaction >= 4], axis=1).astype(float)
    model = StepMix(GROUPS, measurement="binary", n_init=20, random_state=1, verbose=0, progress_bar=0)
    return model.fit(top).predict(top)


def _trueup(importance: np.ndarray, satisfaction: np.ndarray) -> np.ndarray:
    from trueup.jobs.job_map import JobMap
    from trueup.jobs.ratings import Ratings
    from trueup.jobs.segments import find
    from trueup.jobs.survey import Scale, Survey

    n, m = importance.shape
    names = tuple(f"o{j}" for j in range(m))
    people = Ratings(
        survey="s", wave="w", scale=Scale(), respondents=tuple(map(str, range(n))), customers=(None,) * n,
        outcomes=names, importance=importance, satisfaction=satisfaction, weight=np.ones(n), keys={},
    )  # fmt: skip
    listed = [{"id": name, "statement": f"Minimize the time it takes to do {name}"} for name in names]
    step = {"id": "execute", "name": "Do it", "outcomes": listed}
    job = JobMap.model_validate({"id": "j", "job": "Get it done", "executor": "people", "steps": [step]})
    return find(people, Survey(id="s", job_map="j"), job, seed=1).segment


if __name__ == "__main__":
    main(*sys.argv[1:])
