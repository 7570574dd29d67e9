"""Whatever people write, `check` answers: it never raises, and never lets an invalid document through in silence."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import yaml as pyyaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.book.conftest import AGREEMENT, BOOK, KPI
from trueup.book import Book, check
from trueup.book.draft import Draft
from trueup.book.load import Loaded, load
from trueup.book.validate import rules
from trueup.vocabulary import DocumentError

DOCUMENTS = [json.loads(json.dumps(pyyaml.safe_load(text), default=str)) for text in (BOOK, KPI, AGREEMENT)]
DOCUMENTS += [
    {"kind": "kpi", "id": "rate", "name": "Rate", "unit": "%", "direction": "maintain", "aggregate": "ratio(a, b)"},
    {"kind": "source", "id": "jobs", "read": {"csv": "jobs.csv", "header": 1, "skip": 0}, "land": {"table": "jobs"},
     "documents": {"kpi": {"id": "{job}", "name": "job", "unit": {"value": "day"}, "direction": "decrease",
                           "bounds": [0, None]}},
     "facts": {"observations": {"kpi": "{job}", "period": {"date": "day"}, "actual": "hours",
                                "reported_by": {"value": "mill"},
                                "each": [{"n": 3}]}}},
    {"kind": "attestation", "id": "a", "by": "lens", "at": "2026-07-10T12:00:00Z", "statement": "seen",
     "evidence": [{"kpi": "setup_time", "period": "2026-01-01/2026-07-01"}]},
    {"kind": "dispute", "id": "d", "by": "gear", "at": "2026-07-10T12:00:00Z", "reason": "strike",
     "evidence": {"kpi": "setup_time", "period": "2026-06-01/2026-07-01"},
     "answer": {"by": "mill", "at": "2026-07-11T12:00:00Z", "finding": "upheld", "actual": 6.5}},
]  # fmt: skip
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([]), st.just({}),
    st.sampled_from([[1, 2], [[1]], ["a", "a"], {"a": {"b": []}}, "2026-01-01", "2026-13-01", "x/y", "0001-01-01",
                     "9999-12-31", "2026-01-01/2026-01-01", "1e400", "-0", "setup_time", "gear", -1, 0, 10**30, 2**53]),
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inside in items for place in places(inside, (*path, key)))]


@st.composite
def spoilt(draw: st.DrawFn) -> list[Any]:
    """The documents with one to three values replaced, removed or added."""
    documents = copy.deepcopy(DOCUMENTS)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(documents)[1:]))
        holder: Any = documents
        for key in path[:-1]:
            holder = holder[key]
        if draw(st.booleans()) or not isinstance(holder, dict):
            holder[path[-1]] = draw(JUNK)
        else:
            holder[draw(st.sampled_from(["version", "from", "until", "slice", "target", "bounds", "zzz"]))] = draw(JUNK)
    return documents


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(spoilt())
def test_check_always_answers(tmp_path: Path, documents: list[Any]) -> None:
    text = "---\n".join(pyyaml.safe_dump(one, allow_unicode=True) for one in documents)
    (tmp_path / "all.yaml").write_text(text, encoding="utf-8")
    issues = check(tmp_path)
    assert all(issue.message and issue.level in ("error", "soon", "hint") for issue in issues)
    assert all(issue.line for issue in issues if issue.file)
    try:
        book = Book.load(tmp_path)
    except DocumentError:
        assert any(issue.level == "error" for issue in issues)
    else:
        assert len(book.documents) == sum(one is not None for one in documents)
        assert len(book.digest) == 64


def test_rules_speak_of_any_subset_of_documents(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text("---\n".join(pyyaml.safe_dump(one) for one in DOCUMENTS), encoding="utf-8")
    entries = load(tmp_path).entries
    assert len(entries) == len(DOCUMENTS)
    every = [rule for sort in ("RULES", "SIGNING", "ADVICE") for rule in rules(sort)]
    for left_out in range(len(entries)):
        draft = Draft(Loaded(entries[:left_out] + entries[left_out + 1 :], ()))
        assert all(issue.message for rule in every for issue in rule(draft))
