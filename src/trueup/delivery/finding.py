"""What is wrong with one plan, before anyone knows in which file it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from trueup.vocabulary import did_you_mean
from trueup.vocabulary.finding import Finding, Path, error, hint, soon

__all__ = ["Finding", "Path", "error", "hint", "soon", "unknown"]


def unknown(path: Path, what: str, name: str | None, known: Collection[str]) -> Iterator[Finding]:
    """The finding for a name that nothing in the plan answers to, with the nearest that does."""
    if name is None or name in known:
        return
    some = ", ".join(list(known)[:8])
    suggestion = did_you_mean(name, known) or (f"there are: {some}" if some else f"the plan has no {what} yet")
    yield error(path, f"there is no {what} {name!r}", suggestion)
