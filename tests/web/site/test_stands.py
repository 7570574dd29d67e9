"""What one page has read stands for the next one, until anything changes, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from trueup.web.site import stands as standing
from trueup.web.site.once import OnceMiddleware
from trueup.web.site.stands import LATEST, rests_on, stands, while_standing


@pytest.fixture
def asked() -> list[str]:
    """Who was asked for, each time."""
    return []


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    LATEST.clear()
    yield
    LATEST.clear()


def once(rf, asked, *states):
    """One question, asked by a page after the other, each with its state."""

    @stands
    def question(party: str) -> str:
        asked.append(party)
        return f"{party} {len(asked)}"

    def look(state: object, party: str, method: str) -> str:
        def view(_request: object) -> str:
            if state is not None:
                rests_on(state)
            return question(party)

        return OnceMiddleware(view)(getattr(rf, method)("/"))  # type: ignore[arg-type,return-value]

    return [look(*state) for state in states]


def test_the_next_page_is_given_it(rf, asked):
    assert once(rf, asked, ((7,), "acme", "get"), ((7,), "acme", "get")) == ["acme 1", "acme 1"]


def test_another_state_is_another_answer(rf, asked):
    looks = (((7,), "acme", "get"), ((8,), "acme", "get"), ((7,), "acme", "get"))
    assert once(rf, asked, *looks) == ["acme 1", "acme 2", "acme 3"]


def test_another_asks_for_another(rf, asked):
    assert once(rf, asked, ((7,), "acme", "get"), ((7,), "sint", "get")) == ["acme 1", "sint 2"]


def test_who_changes_something_or_says_no_state_asks(rf, asked):
    looks = (((7,), "acme", "get"), ((7,), "acme", "post"), (None, "acme", "get"))
    assert once(rf, asked, *looks) == ["acme 1", "acme 2", "acme 3"]


def test_a_refusal_is_not_kept(rf):
    def refuse() -> None:
        raise LookupError

    def view(_request: object) -> str:
        rests_on((7,))
        for _ in range(2):
            with pytest.raises(LookupError):
                while_standing("it", refuse)
        return while_standing("it", lambda: "now")

    assert OnceMiddleware(view)(rf.get("/")) == "now"  # type: ignore[arg-type,comparison-overlap]


def test_a_process_keeps_no_more_than_so_many(rf, monkeypatch):
    monkeypatch.setattr(standing, "MOST", 3)
    for number in range(10):
        LATEST.of((7,))[number] = number
    assert len(LATEST.of((7,))) <= 3
