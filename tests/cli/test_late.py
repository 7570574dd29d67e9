"""Dataclasses whose methods wait for their first call behave as others do."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from trueup.cli.late import compile_late

waits = pytest.mark.skipif(not hasattr(dataclasses, "_create_fn"), reason="this Python compiles a class in one go")


@pytest.fixture
def late() -> Iterator[None]:
    before = vars(dataclasses).get("_create_fn")
    compile_late()
    yield
    if before is not None:
        dataclasses._create_fn = before  # type: ignore[attr-defined]


def _made(**options: Any) -> Any:
    @dataclasses.dataclass(frozen=True, order=True, **options)
    class Pair:
        a: int
        b: tuple[int, ...] = ()

    return Pair


@pytest.fixture(params=[{}, {"slots": True}])
def pair(request: pytest.FixtureRequest, late: None) -> Any:
    return _made(**request.param)


@waits
def test_methods_are_compiled_at_their_first_call(pair: Any) -> None:
    waiting = vars(pair)["__eq__"]
    assert "a" not in waiting.__code__.co_names
    assert pair(1) == pair(1)
    assert vars(pair)["__eq__"] is not waiting
    assert "a" in vars(pair)["__eq__"].__code__.co_names


def test_they_do_what_they_do_elsewhere(pair: Any) -> None:
    for _ in range(2):  # the first call, and those after
        assert pair(1, (2,)) == pair(1, (2,)) != pair(1)
        assert pair(1) != 1
        assert hash(pair(1, (2,))) == hash((1, (2,)))
        assert pair(1) < pair(2) <= pair(2)
        assert sorted([pair(3), pair(1)]) == [pair(1), pair(3)]
        assert repr(pair(1)).endswith("Pair(a=1, b=())")
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'a'"):
            pair(1).a = 2
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'a'"):
            del pair(1).a
    assert dataclasses.replace(pair(1), a=5) == pair(5)


def test_a_subclass_finds_the_method_in_its_parent(pair: Any) -> None:
    class Child(pair):  # type: ignore[misc]
        pass

    assert hash(Child(1)) == hash(pair(1))
    assert Child(1) == Child(1) != pair(1)
    assert "__hash__" not in vars(Child)


def test_methods_keep_their_names(pair: Any) -> None:
    assert pair.__eq__.__qualname__.endswith("Pair.__eq__")
    assert pair(1) == pair(1)
    assert (pair.__eq__.__name__, pair.__eq__.__qualname__.endswith("Pair.__eq__")) == ("__eq__", True)


@waits
def test_the_command_line_lets_them_wait() -> None:
    code = (
        "import sys, dataclasses; sys.argv = ['trueup', '--version']; from trueup.cli import main\n"
        "try: main()\nexcept SystemExit: print(dataclasses._create_fn.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.splitlines()[-1] == "trueup.cli.late"
