"""What a process keeps: as much as it may, the longest unseen gone first."""

from __future__ import annotations

from trueup.web.kept.store import Store, key_of


def test_it_gives_back_what_was_put():
    store = Store(1000)
    store.put("a", (b"one", b"two"))
    assert store.get("a") == (b"one", b"two")
    assert store.get("b") is None
    store.put("a", (b"three",))
    assert (store.get("a"), store.size) == ((b"three",), 5)


def test_the_longest_unseen_goes_first():
    store = Store(100)
    for name in "abcdefghij":
        store.put(name, (b"x" * 10,))
    store.get("a")
    store.put("k", (b"x" * 10,))
    assert store.get("b") is None
    assert store.get("a") is not None
    assert store.size == 100


def test_what_is_too_large_is_not_kept():
    store = Store(100)
    store.put("a", (b"x" * 11,))
    assert store.get("a") is None
    assert store.size == 0


def test_other_parts_are_another_key():
    assert key_of("a", 1) == key_of("a", 1)
    assert len({key_of("a", 1), key_of("a", "1"), key_of("a1"), key_of("a", 1, None), key_of("1", "a")}) == 5
