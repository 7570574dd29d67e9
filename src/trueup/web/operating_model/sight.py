"""What a reader looks at: an element and its trace, one party or job, only that or all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from trueup.operating_model.results import ElementResult, Map, Trace
from trueup.web.operating_model.queries import Seen

ASKED = ("element", "party", "job", "gap", "find", "without", "show")
FEW = 30
"""Elements that a search lists at most."""


@dataclass(frozen=True)
class Sight:
    """What was asked for, and what it comes to.

    `lit` is the trace of the chosen element; `inside` what the filters leave (None: there is no filter); `drawn` what
    is on the map at all.
    """

    asked: Mapping[str, str]
    chosen: ElementResult | None
    trace: Trace | None
    inside: frozenset[str] | None
    drawn: frozenset[str]
    matches: tuple[ElementResult, ...]

    @property
    def lit(self) -> frozenset[str]:
        """What is on the trace; nothing without one."""
        return self.trace.lit if self.trace else frozenset()

    @property
    def narrow(self) -> bool:
        """Whether only a part is drawn."""
        return self.asked.get("show") == "only"

    def at(self, **other: str) -> str:
        """The address of the same sight with something else asked for; "" takes a thing away."""
        wanted = {name: value for name, value in {**self.asked, **other}.items() if value}
        return f"?{urlencode(wanted)}" if wanted else "?"


def sight(seen: Seen, given: Mapping[str, str]) -> Sight:
    """What these parameters of an address ask for. Raises NotFound for an element or job that is not there."""
    asked = {name: given[name] for name in ASKED if given.get(name)}
    found = seen.found
    if found is None:
        return Sight(asked, None, None, None, frozenset(), ())
    matches = _matching(found, asked.get("find", ""))
    if "element" not in asked and len(matches) == 1:
        asked["element"] = matches[0].id
    chosen = seen.element(asked["element"]) if "element" in asked else None
    lit = seen.trace(chosen.id) if chosen else None
    inside = _inside(seen, found, asked)
    every = frozenset(seen.elements)
    part = every if inside is None else inside
    drawn = (lit.lit & part if lit else part) if asked.get("show") == "only" else every
    return Sight(asked, chosen, lit, inside, drawn, matches)


def _matching(found: Map, words: str) -> tuple[ElementResult, ...]:
    """The elements of that id or name; else those whose name has the words, the first few."""
    wanted = words.strip().casefold()
    if not wanted:
        return ()
    same = tuple(each for each in found.elements if wanted in (each.id.casefold(), each.name.casefold()))
    return same or tuple(each for each in found.elements if wanted in each.name.casefold())[:FEW]


def _inside(seen: Seen, found: Map, asked: Mapping[str, str]) -> frozenset[str] | None:
    """What every filter leaves; None without one."""
    kept: list[Iterable[str]] = []
    if "party" in asked:
        kept.append(each.id for each in found.elements if asked["party"] in each.parties)
    if "job" in asked:
        kept.append(seen.trace(seen.element(asked["job"]).id).lit)
    if "gap" in asked:
        kept.append(each.id for each in found.elements if asked["gap"] in (*each.gaps, "any") and each.gaps)
    return frozenset.intersection(*map(frozenset, kept)) if kept else None
