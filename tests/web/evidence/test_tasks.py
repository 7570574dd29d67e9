"""The facts of a server's books stay quick to read."""

from __future__ import annotations

from tests.web.evidence.test_report import known, rows, send
from trueup.web.documents.books import store_of
from trueup.web.evidence.tasks import tidy


def test_a_log_that_has_grown_is_brought_into_the_lake(on_server, acting, monkeypatch) -> None:
    send(acting("acme"), rows())
    log = store_of("northwind")._log
    waiting, before = log.undrained(), known(corrected=True)
    monkeypatch.setattr("trueup.facts.store.LARGE", waiting + 1)
    assert tidy.func() == 1
    assert log.undrained() == waiting, "a small log is read as quickly as a lake"
    monkeypatch.setattr("trueup.facts.store.LARGE", waiting)
    assert tidy.func() == 1
    assert log.undrained() == 0
    assert known(corrected=True) == before
    with store_of("northwind").snapshot() as snapshot:
        assert snapshot.cells() is not None
