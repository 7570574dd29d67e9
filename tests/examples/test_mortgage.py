"""The story that examples/mortgage tells is what Trueup makes of it; paths are counted here by walking every one."""

from __future__ import annotations

import datetime as dt
import runpy
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.operating_model.archimate.schema import faults
from trueup.book import Book, check
from trueup.facts import FactStore
from trueup.operating_model.archimate import read_model
from trueup.scorecard.model_files import as_archimate
from trueup.scorecard.models import Models
from trueup.scorecard.opened import OpenBook
from trueup.sources.load import load

MORTGAGE = ROOT / "examples" / "mortgage"
AS_OF = dt.date(2026, 10, 1)
LOADED = dt.datetime(2026, 10, 9, 9, tzinfo=dt.UTC)
LISTS = ("jobs", "interactions", "decisions", "components", "capabilities", "cash_flows")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Models]:
    folder = tmp_path_factory.mktemp("example") / "mortgage"
    shutil.copytree(MORTGAGE, folder, ignore=shutil.ignore_patterns(".trueup"))
    store = FactStore.open(folder)
    reports = load(Book.load(folder), store, clock=lambda: LOADED)
    assert not [refusal for report in reports for refusal in report.refusals]
    with OpenBook(folder, store) as book, book.models(AS_OF) as found:
        yield found


@pytest.fixture(scope="module")
def stated() -> Mapping[str, Any]:
    """The document as it is written, without any of Trueup's rules."""
    return Book.load(MORTGAGE).operating_model("mortgage").all[-1].body


def walked(stated: Mapping[str, Any], gone: frozenset[str] = frozenset()) -> set[tuple[str, ...]]:
    """Every path from a job to a cash flow, found by following one link after the other."""
    pairs = [(each["from"], each["to"]) for each in stated["links"]]
    pairs += [(each["job"], each["id"]) for each in stated["interactions"]]
    below: dict[str, list[str]] = {}
    for one, other in pairs:
        if not {one, other} & gone:
            below.setdefault(one, []).append(other)
    paths = {(each["id"],) for each in stated["jobs"]}
    for _ in LISTS[1:]:
        paths = {(*path, each) for path in paths for each in below.get(path[-1], [])}
    return paths


def test_the_script_gives_the_facts_that_stand_beside_it(tmp_path: Path):
    write = runpy.run_path(str(MORTGAGE / "generate.py"))["write"]
    write(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in (MORTGAGE / "data").iterdir()}


def test_it_says_that_it_is_fictional_and_nothing_is_wrong_with_it():
    for file in ("README.md", "book.yaml"):
        assert "fictional" in (MORTGAGE / file).read_text()
    assert list(check(MORTGAGE)) == []


def test_a_dozen_jobs_and_seventy_per_cent_with_others(models: Models, stated: Mapping[str, Any]):
    found = models.map()
    assert [len(stated[name]) for name in LISTS] == [12, 120, 25, 16, 12, 11]
    others = Counter(each["with"] for each in stated["interactions"])
    assert (others.pop("homeward"), others.total()) == (36, 84)
    third = found.third
    assert (third.interactions, third.n, third.third, third.share) == (120, 120, 84, 0.7)
    assert {each.party: each.interactions for each in third.parties if each.third} == others


def test_every_job_but_one_is_traced_to_the_money(models: Models, stated: Mapping[str, Any]):
    paths = walked(stated)
    reached = {path[0] for path in paths}
    coverage = models.map().coverage
    assert set(coverage.complete) == reached
    assert [each.id for each in coverage.incomplete] == ["sell"]
    assert coverage.share == pytest.approx(11 / 12)


def test_the_gaps_are_those_that_the_readme_names(models: Models):
    gaps = models.gaps()
    assert {kind.kind: {each.id for each in kind.elements} for kind in gaps.kinds} == {
        "job_without_interaction": {"sell"},
        "interaction_without_decision_or_owner": {"tell-agent", "visit-again", "read-test", "get-copies", "get-key"},
        "decision_without_component": {"decide-refer"},
        "component_without_capability": {"caring"},
        "capability_without_cash_flow": {"archive"},
        "cash_flow_without_job": {"branch-rent"},
    }
    assert gaps.total == 10


KEYSTONE = frozenset({"platform", "documents", "identity", "registry-link", "platform-fee"})
LEDGERLINE = frozenset({"collecting", "paying-early", "ledger", "ledger-fee"})


@pytest.mark.parametrize(
    ("party", "gone", "touched", "cut", "coming", "lost"),
    [
        ("keystone", KEYSTONE, "plan prove choose approve sign insure register", {"insure"}, 4_500_000, 900_000),
        ("ledgerline", LEDGERLINE, "prove pay register repay", set(), 42_700_000, 700_000),
    ],
)
def test_what_hangs_on_a_provider(
    models: Models, stated: Mapping[str, Any], party: str, gone: frozenset[str], touched: str, cut: set[str],
    coming: int, lost: int,
):  # fmt: skip
    found = models.hangs(None, party)
    assert set(found.gone) == gone
    assert set(found.touched.jobs) == set(touched.split())
    assert (
        set(found.cut_off.jobs)
        == cut
        == {path[0] for path in walked(stated)} - {path[0] for path in walked(stated, gone)}
    )
    assert [each.coming_in for each in found.touched.cash.a_year] == [Decimal(coming)]
    assert [each.coming_in for each in found.cut_off.cash.a_year] == [Decimal(lost)]


def test_failed_touchpoints_stand_where_they_happen(models: Models):
    found = {
        each.id: each.measures.touchpoints for each in models.map().elements if each.measures.touchpoints is not None
    }
    assert (found["send-papers"].n, found["send-papers"].failed) == (180, 52)
    assert (found["get-extract"].n, found["get-extract"].failed) == (125, 37)
    assert found["tell-trouble"].share is None
    assert "not enough data" in str(found["tell-trouble"].insufficient)


def test_it_goes_out_and_comes_back_as_it_was(models: Models):
    written = as_archimate(models.book, models.model())
    assert faults(written) == []
    for name in (b'xsi:type="Contract"', b'xsi:type="WorkPackage"', b'xsi:type="Plateau"', b"Go-live: One platform"):
        assert written.count(name) == 1
    parties = {party.id: party.name for party in models.book.parties.values()}
    read = read_model(written, parties=parties)
    assert (read.model, read.report.elsewhere) == (models.model(), 3)
