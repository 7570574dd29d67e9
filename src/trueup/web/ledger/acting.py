"""Acting and recording are one gesture: an action is one transaction, with at least one leaf in the ledger.

    @action("version.sign")
    def sign(actor: Actor, ...) -> Signature: ...

Every change on the server is made by such a function in an `actions.py`. `acted` is sent after the commit: notices
and recomputation listen to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.dispatch import Signal

from trueup.web.ledger.log import AboutPerson, Committed, append

P = ParamSpec("P")
R = TypeVar("R")

acted = Signal()
"""Sent on commit with `name` of the action, `type` and index (`leaf`) of the leaf, `book` (slug or ""), `subject`,
`actor` as the ledger names it, and `about`. A listener that fails is logged: the change is made, and stays."""

ACTIONS: dict[str, Callable[..., Any]] = {}
"""Every action by name: tests cross them with personas, and check that each records."""


class UnrecordedAction(AssertionError):
    """An action ended without a leaf: a mistake in its code."""


@dataclass(slots=True)
class _Under:
    name: str
    leaves: list[int] = field(default_factory=list)


_under: ContextVar[_Under | None] = ContextVar("action", default=None)


def action(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action: all of it in one transaction, recorded, announced when it is committed."""

    def make(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            if _under.get() is not None:  # an action within an action is part of it
                return function(*args, **kwargs)
            under = _Under(name)
            with transaction.atomic():
                token = _under.set(under)
                try:
                    result = function(*args, **kwargs)
                finally:
                    _under.reset(token)  # before the commit: what listens to `acted` may act itself
                if not under.leaves:
                    raise UnrecordedAction(f"the action {name!r} recorded nothing in the ledger")
            return result

        ACTIONS[name] = act
        return act

    return make


def record(
    type: str,
    payload: str | AboutPerson | Committed,
    *,
    actor: str,
    at: dt.datetime,
    book: str = "",
    subject: str = "",
    agreement: str | None = None,
    about: dict[str, Any] | None = None,
) -> int:
    """Append a leaf about `payload` within the action; return its index.

    `payload` is a SHA-256 digest in hexadecimal, AboutPerson where it names a person, or Committed where it is sealed
    elsewhere. Record last: from here to
    the end of the action nobody else can append. `subject` names what it is about (agreement/claims-platform);
    `agreement` on
    whose pages it is shown if that is another; `about` goes to the listeners of `acted`, not into the ledger.
    """
    under = _under.get()
    if under is None:
        raise UnrecordedAction("record() is called from within an action")
    index = append(type, payload, actor=actor, at=at, book=book, subject=subject, agreement=agreement)
    under.leaves.append(index)
    announce = partial(acted.send_robust, None, name=under.name, type=type, book=book, subject=subject, actor=actor)
    transaction.on_commit(partial(announce, about=about or {}, leaf=index))
    return index
