"""Trueup from a Python script. Arguments: a JSON of book, out, known_at and kpi."""

import json
import sys

from pyarrow import csv

import trueup

ask = json.loads(sys.argv[1])
kpis = [ask["kpi"]] if ask["kpi"] else None
with trueup.open(ask["book"]) as book:
    cube = book.kpis(by=("kpi", "month", "stage", "provider"), kpis=kpis, known_at=ask["known_at"])
csv.write_csv(cube, ask["out"])
