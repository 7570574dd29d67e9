"""The first panel: from what was promised over what is proved to what remains after cost, and at each grade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trueup.report.html.agreement import at_grades
from trueup.report.html.money import worth
from trueup.web.agreements.panel import At


def account(at: At) -> Mapping[str, Any] | None:
    """The waterfall with the table behind it, the costs, and the value at each grade of evidence."""
    if at.result is None:
        return None
    return {"worth": worth(at.result.value, at.page), "at_grades": at_grades(at.result)}
