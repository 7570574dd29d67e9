"""The libraries that finding groups needs, and what to do where they are not installed."""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib.util import find_spec

from trueup.vocabulary import InputError

NEEDED = ("sklearn", "stepmix")


def needed() -> None:
    """InputError that says how to install them, where scikit-learn or StepMix is absent."""
    absent = [name for name in NEEDED if find_spec(name) is None]
    if absent:
        raise InputError(
            f"finding segments needs {' and '.join(absent)}, which this installation lacks",
            do="install it: pip install 'trueup[segments]'",
        )


def one_thread() -> AbstractContextManager[object]:
    """Sums in one order, so that the same seed gives the same groups, to the last bit, on any number of cores."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    limited: AbstractContextManager[object] = threadpool_limits(1)
    return limited
