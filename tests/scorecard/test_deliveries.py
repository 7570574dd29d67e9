"""Plans of a book in its scorecard, and one by one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import trueup
from tests.stories.run import stories, write
from trueup.scorecard.deliveries import Plans
from trueup.vocabulary import Grade, InputError, Moment, UnknownName


def told(name: str, folder: Path) -> Path:
    write(next(each.story for each in stories() if each.title.startswith(f"delivery-{name}")), folder)
    return folder


def test_the_same_input_gives_the_same_bytes(tmp_path: Path):
    folder = told("forecast", tmp_path)
    with trueup.open(folder) as book, trueup.open(folder) as again:
        first, second = (each.assess("2026-01-25").deliveries for each in (book, again))
    assert [each.model_dump_json() for each in first] == [each.model_dump_json() for each in second]
    assert first[0].simulation is not None, "a forecast is drawn with the seed of the scorecard"


def test_one_plan_asked_for_is_what_the_scorecard_has_of_it(tmp_path: Path):
    with trueup.open(told("enabled", tmp_path)) as book:
        card, alone = book.assess("2026-03-30"), book.delivery("rollout", "2026-03-30")
    assert card.deliveries == (alone,)


def test_the_only_plan_needs_no_name_and_one_of_several_does(tmp_path: Path):
    (tmp_path / "one").mkdir()
    (tmp_path / "four").mkdir()
    with trueup.open(told("enabled", tmp_path / "one")) as book, book.plan() as found:
        assert found.plan == "rollout"
    with trueup.open(told("clocks", tmp_path / "four")) as book:
        with pytest.raises(InputError, match="the book has 4 plans"):
            book.delivery()
        with pytest.raises(UnknownName, match="did you mean 'plan-both'"):
            book.delivery("plan-bot")


def test_a_book_without_plans_says_how_to_bring_one_in(tmp_path: Path):
    write(next(each.story for each in stories() if each.title.startswith("law-firm")), tmp_path)
    with trueup.open(tmp_path) as book:
        assert book.assess("2026-06-01").deliveries == ()
        with pytest.raises(UnknownName, match="trueup delivery import"):
            book.delivery()


def test_believing_a_party_settles_what_is_disputed_for_that_claim_alone(tmp_path: Path):
    with trueup.open(told("disputed", tmp_path)) as book:
        own = {
            party: book.delivery(as_of="2026-02-14", believe=party).verdicts[0].own for party in ("acme", "northwind")
        }
    assert own == {"acme": "met", "northwind": "missed"}


def test_only_the_plans_of_one_agreement(tmp_path: Path):
    with trueup.open(told("clocks", tmp_path)) as book, book.store.snapshot() as snapshot:
        moment = Moment(book.moment("2026-04-01").as_of)
        plans = Plans(book.book, snapshot, moment, Grade.reported, 1, only="neither")
        assert plans.known == ("plan-neither",)


def test_an_observer_with_a_stake_watches_like_anybody_else(tmp_path: Path):
    told("disputed", tmp_path)
    file = tmp_path / "book.yaml"
    text = file.read_text(encoding="utf-8")
    assert "stakes: []" in text
    file.write_text(
        text.replace("stakes: []", "stakes: [{test: financial, what: shares of Acme, in: acme}]"), encoding="utf-8"
    )
    with trueup.open(tmp_path) as book, book.plan(as_of="2026-02-21") as found:
        assert found.roles.observers == ()
        assert found.progress.conflicts, "its report settles nothing"


def test_a_book_whose_plans_are_done_loads_neither_compiler_nor_solver(tmp_path: Path):
    folder = told("enabled", tmp_path)
    code = (
        "import sys, trueup\n"
        f"with trueup.open({str(folder)!r}) as book: book.assess('2026-03-30')\n"
        "print(sorted({'numba', 'ortools', 'jpype', 'altair', 'scipy.stats'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "[]\n"


def test_nor_does_a_small_plan_that_is_simulated(tmp_path: Path):
    folder = told("forecast", tmp_path)
    code = (
        "import sys, trueup\n"
        f"with trueup.open({str(folder)!r}) as book: book.assess('2026-01-25')\n"
        "print(sorted({'numba', 'ortools', 'jpype', 'altair', 'scipy.stats'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "[]\n"


def test_only_a_party_of_the_book_can_be_believed(tmp_path: Path):
    with (
        trueup.open(told("forecast", tmp_path)) as book,
        pytest.raises(UnknownName, match="did you mean 'acme'"),
        book.plan(as_of="2026-01-24", believe="acmee"),
    ):
        pass
