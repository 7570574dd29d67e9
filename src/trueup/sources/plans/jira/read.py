"""A Jira export into a draft."""

from __future__ import annotations

from pathlib import Path

from trueup.sources.plans.draft import Draft
from trueup.sources.plans.jira.fields import Fields
from trueup.sources.plans.jira.issues import Issues
from trueup.sources.plans.jira.progress import read_progress
from trueup.sources.plans.options import Options
from trueup.sources.plans.table.sheet import table


def read_jira(path: Path, options: Options) -> Draft:
    """The draft of an export: issues that others lie under become groups, epics also deliverables.

    Estimates are seconds of working time. SourceError for an export without issue keys and for dates that could be two.
    """
    headers, rows = table(path)
    draft = Draft("jira", title=path.stem)
    issues = Issues(Fields.of(headers), rows, draft, options)
    issues.read(path)
    read_progress(issues)
    return draft
