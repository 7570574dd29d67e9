from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.build import count, observation, observations
from tests.facts.test_door import GOOD, _one
from trueup.facts import FactStore
from trueup.vocabulary import EngineError, FactError

SECRET = "zz-anna-schmidt-zz"


def _holding(root: Path, text: str) -> list[str]:
    return [str(path) for path in root.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def _answer(respondent: str) -> dict[str, object]:
    return {**GOOD["responses"], "respondent": respondent, "customer": respondent}


def _fill(store: FactStore) -> None:
    for respondent in (SECRET, "b", "c"):
        tables = {"responses": _one("responses", **_answer(respondent)), "observations": observations(observation())}
        store.append(tables, key=respondent[:1], source="s")
        store.drain()


def test_a_person_is_gone_from_every_file_and_the_batch_is_not_forgotten(store: FactStore, book: Path) -> None:
    _fill(store)
    assert _holding(book / ".trueup", SECRET) != []
    assert store.erase("responses", "respondent", [SECRET], key="e1", reason="request 17") == 1
    assert _holding(book / ".trueup", SECRET) == []
    with store.snapshot() as snapshot:
        assert (count(snapshot, "responses"), count(snapshot, "observations")) == (2, 3)
        assert snapshot.cells() is not None
    tables = {"responses": _one("responses", **_answer(SECRET)), "observations": observations(observation())}
    assert store.append(tables, key="z", source="s").already


def test_the_table_refuses_to_lose_rows_again_afterwards(store: FactStore, book: Path) -> None:
    from deltalake import DeltaTable

    _fill(store)
    store.erase("responses", "respondent", [SECRET], key="e1", reason="request 17")
    with pytest.raises(Exception, match=r"(?i)append"):
        DeltaTable(str(book / ".trueup" / "lake" / "responses")).delete()


def test_nobody_else_may_hold_the_log(store: FactStore, book: Path) -> None:
    _fill(store)
    with FactStore.open(book) as other:
        other.append({"responses": _one("responses", **_answer("d"))}, key="d", source="s")
        with pytest.raises(EngineError, match="another process holds the log"):
            store.erase("responses", "respondent", [SECRET], key="e1", reason="request 17")
    assert store.erase("responses", "respondent", [SECRET], key="e1", reason="request 17") == 1


def test_erasing_nobody_changes_nothing(store: FactStore) -> None:
    _fill(store)
    assert store.erase("responses", "respondent", ["nobody"], key="e1", reason="request 18") == 0
    assert store.erase("touchpoints", "customer", ["nobody"], key="e2", reason="request 18") == 0
    with store.snapshot() as snapshot:
        assert count(snapshot, "responses") == 3


def test_an_unknown_column_is_refused(store: FactStore) -> None:
    with pytest.raises(FactError, match="did you mean 'respondent'"):
        store.erase("responses", "respondents", ["x"], key="e", reason="r")


def test_a_payee_is_gone_from_every_file_too(store: FactStore, book: Path) -> None:
    for name in (SECRET, "acme"):
        store.append({"payments": _one("payments", **{**GOOD["payments"], "payee": name})}, key=name[:1], source="s")
        store.drain()
    assert store.erase("payments", "payee", [SECRET], key="e1", reason="request 19") == 1
    assert _holding(book / ".trueup", SECRET) == []
    with store.snapshot() as snapshot:
        assert count(snapshot, "payments") == 1
