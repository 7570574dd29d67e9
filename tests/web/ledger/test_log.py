"""The log in tables is the log of trueup.ledger, leaf by leaf."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.web.ledger.conftest import NOW, digest_of, note
from trueup.ledger import merkle
from trueup.ledger.leaf import Leaf as Entry
from trueup.ledger.tree import Tree
from trueup.vocabulary import LedgerError
from trueup.web.ledger import log
from trueup.web.ledger.acting import UnrecordedAction, acted, action, record
from trueup.web.ledger.models import Leaf, Node, Personal

Make = Callable[[int], list[int]]


def in_memory() -> Tree:
    return Tree(row.data.encode() for row in Leaf.objects.order_by("index"))


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 21])
def test_the_stored_root_is_that_of_the_leaves(count: int, log_of: Make) -> None:
    assert log_of(count) == list(range(count))
    tree = in_memory()
    assert merkle.root(log.peaks_of(log.head())) == tree.root()
    for size in range(1, count + 1):
        assert log.root_at(size) == tree.root(size)


def test_every_proof_holds(log_of: Make) -> None:
    log_of(13)
    tree = in_memory()
    for size in range(1, 14):
        for index in range(size):
            path = log.inclusion(index, size)
            hashed = bytes(Leaf.objects.get(pk=index).hash)
            merkle.verify_inclusion(index, size, hashed, tree.root(size), path)
        for old in range(1, size + 1):
            merkle.verify_consistency(old, size, tree.root(old), tree.root(size), log.consistency(old, size))


def test_a_proof_costs_one_query(log_of: Make) -> None:
    log_of(13)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        log.inclusion(5, 13)
        log.consistency(6, 13)
    assert len(seen) == 2


def test_a_leaf_says_what_happened_in_the_format_of_the_ledger(log_of: Make) -> None:
    log_of(1)
    row = Leaf.objects.get()
    entry = Entry.parse(row.data)
    assert (entry.book, entry.subject, entry.actor, entry.at) == ("northwind", "agreement/claims", "acme/1", NOW)
    assert entry.payload.sha256 == digest_of("said 0")
    assert entry.hash == bytes(row.hash)


@pytest.mark.parametrize("payload", ["", "x" * 64, digest_of("a").upper(), digest_of("a")[:-1]])
def test_what_is_no_digest_is_refused_and_leaves_nothing(payload: str, db: None) -> None:
    @action("test.wrong")
    def wrong() -> None:
        record("version.proposed", payload, actor="acme/1", at=NOW)

    with pytest.raises(LedgerError):
        wrong()
    assert (log.head().size, Leaf.objects.count(), Node.objects.count()) == (0, 0, 0)


def test_an_action_that_fails_leaves_no_leaf(log_of: Make) -> None:
    log_of(3)
    before = merkle.root(log.peaks_of(log.head()))

    @action("test.fails")
    def fails() -> None:
        record("version.proposed", digest_of("x"), actor="acme/1", at=NOW)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fails()
    assert (log.head().size, merkle.root(log.peaks_of(log.head()))) == (3, before)


def test_an_action_that_records_nothing_is_a_mistake_and_does_nothing(db: None) -> None:
    @action("test.silent")
    def silent() -> None:
        Personal.objects.create(leaf=0, person=1, payload="{}", salt=b"")

    with pytest.raises(UnrecordedAction):
        silent()
    assert not Personal.objects.exists()
    with pytest.raises(UnrecordedAction):
        record("version.proposed", digest_of("x"), actor="acme/1", at=NOW)


@pytest.mark.django_db(transaction=True)
def test_what_listens_may_act_itself_and_may_fail() -> None:
    heard: list[int] = []

    def act_too(leaf: int, **_: object) -> None:
        heard.append(leaf)
        if leaf == 0:
            note("because of the first")  # a transaction of its own, with a leaf of its own
            assert not transaction.get_connection().in_atomic_block
        raise RuntimeError("a listener that fails undoes nothing")

    acted.connect(act_too)
    try:
        note("the first")
    finally:
        acted.disconnect(act_too)
    assert heard == [0, 1]
    assert log.head().size == 2


def test_an_action_within_an_action_is_part_of_it(db: None) -> None:
    @action("test.outer")
    def outer() -> None:
        note("inner")
        raise ValueError("all of it")

    with pytest.raises(ValueError, match="all of it"):
        outer()
    assert log.head().size == 0


def test_a_leaf_of_the_server_names_no_book(db: None) -> None:
    note("of the server", book="")
    assert Entry.parse(Leaf.objects.get().data).book == log.NO_BOOK
    assert Leaf.objects.get().book == ""


def test_times_are_kept_to_the_microsecond_in_utc(db: None) -> None:
    there = dt.timezone(dt.timedelta(hours=5))
    at = dt.datetime(2026, 11, 22, 14, 30, 0, 123456, tzinfo=there)
    note("there", at=at)
    assert '"time":"2026-11-22T09:30:00.123456Z"' in Leaf.objects.get().data
