"""A table of activities into a draft."""

from __future__ import annotations

from pathlib import Path

from trueup.sources.plans.draft import Draft
from trueup.sources.plans.options import Options
from trueup.sources.plans.table.columns import find_columns
from trueup.sources.plans.table.progress import read_progress
from trueup.sources.plans.table.rows import Rows
from trueup.sources.plans.table.sheet import table
from trueup.vocabulary import SourceError


def read_table(path: Path, options: Options) -> Draft:
    """The draft of a CSV: delimiter and encoding as the file has them, columns by name or as `options.columns` says.

    SourceError, naming the line, for a row that cannot be understood; nothing is left out in silence.
    """
    headers, rows = table(path)
    columns = find_columns(headers, options.columns)
    if not columns.has("name") and not columns.has("id"):
        do = "say which columns mean what, for example name=Vorgang and duration=Dauer"
        raise SourceError(f"no column names the activities: {', '.join(headers)}", where=path.name, do=do)
    draft = Draft("csv", title=path.stem)
    reader = Rows(columns, rows, draft, options)
    read_progress(reader, reader.read())
    return draft
