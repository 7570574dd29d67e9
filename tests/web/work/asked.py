"""How many queries a page asks."""

from __future__ import annotations

from django.test.utils import CaptureQueriesContext

MOST = 12


def assert_few(asked: CaptureQueriesContext) -> None:
    """At most twelve; beginning and ending a transaction asks nothing."""
    words = ("SELECT", "INSERT", "UPDATE", "DELETE")
    queries = [each["sql"] for each in asked.captured_queries if each["sql"].startswith(words)]
    assert len(queries) <= MOST, "\n".join(query[:200] for query in queries)
