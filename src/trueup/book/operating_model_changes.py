"""What a version of an operating model changes, in words. It promises nothing, so nothing is weakened."""

from __future__ import annotations

from collections.abc import Callable

from trueup.book.compare import Difference
from trueup.book.key_words import key_words
from trueup.book.phrases import Told, from_to, short
from trueup.operating_model.document import LISTS, OperatingModel
from trueup.vocabulary import Document, Said, said

Tell = Callable[[Difference], Told]


def teller_of(before: Document, after: Document) -> Tell | None:
    """What puts differences of two operating models into words; None for other kinds."""
    if isinstance(before, OperatingModel) and isinstance(after, OperatingModel):
        return _Model(before, after).tell
    return None


class _Model:
    """Two versions of a model, with what people call each element and party."""

    def __init__(self, before: OperatingModel, after: OperatingModel) -> None:
        models = (before, after)
        self._names = {placed.element.id: placed.element.name for model in models for placed in model.elements()}
        links = (link for model in models for link in model.links if link.id is not None)
        self._ends = {link.id: (link.from_, link.to) for link in links}
        self._parties = {party.id: party.name for model in models for party in model.parties}

    def tell(self, found: Difference) -> Told:
        """The difference in words."""
        head, *rest = found.path
        if not rest:
            return self._other(found), None
        if head in _ADDED:
            return (self._whole(head, rest[0], found) if len(rest) == 1 else self._inside(rest, found)), None
        if head == "links":
            return self._link(list(rest), found), None
        if head == "parties":
            return self._party(rest, found), None
        return (self._seven(rest, found) if head == "seven_s" else self._other(found)), None

    def _whole(self, head: str, id: str, found: Difference) -> Said:
        templates = _REMOVED if found.after is None else _ADDED
        return Said(str(templates[head]), {"name": self._names.get(id, id)})

    def _inside(self, path: list[str], found: Difference) -> Said:
        name = self._names.get(path[0], path[0])
        if path[1] == "jobs" and len(path) == 3:
            job = self._names.get(path[2], path[2])
            if found.after is None:
                return said("{name} is for {job} no longer", name=name, job=job)
            return said("{name} is for {job} now", name=name, job=job)
        if path[1] == "kpis" and len(path) == 3:
            if found.after is None:
                return said("{kpi} measures {name} no longer", name=name, kpi=path[2])
            return said("{kpi} measures {name} now", name=name, kpi=path[2])
        if path[1] == "with":
            return said("party that {name} is with {change}", name=name, change=from_to(found))
        return said("{what} of {name} {change}", what=key_words(path[1:]), name=name, change=from_to(found))

    def _link(self, path: list[str], found: Difference) -> Said:
        source, target = self._ends.get(path[0]) or path[0].split(" > ")
        ends = {"source": self._names.get(source, source), "target": self._names.get(target, target)}
        if len(path) > 1:
            what, change = key_words(path[1:]), from_to(found)
            return said("{what} of the link from {source} to {target} {change}", what=what, change=change, **ends)
        if found.after is None:
            return said("link from {source} to {target} removed", **ends)
        return said("link from {source} to {target} added", **ends)

    def _party(self, path: list[str], found: Difference) -> Said:
        name = self._parties.get(path[0], path[0])
        if len(path) > 1:
            return said("{what} of {name} {change}", what=key_words(path[1:]), name=name, change=from_to(found))
        if found.after is None:
            return said("third party {name} removed", name=name)
        return said("third party {name} added", name=name)

    def _seven(self, path: list[str], found: Difference) -> Said:
        party, _, day = path[0].partition(" > ")
        of = {"party": self._parties.get(party, party), "day": short(day)}
        if len(path) > 1:
            what, change = key_words(path[1:]), from_to(found)
            return said("{what} of {party} on {day} {change}", what=what, change=change, **of)
        if found.after is None:
            return said("7-S check of {party} on {day} removed", **of)
        return said("7-S check of {party} on {day} added", **of)

    @staticmethod
    def _other(found: Difference) -> Said:
        return said("{what} {change}", what=key_words(found.path), change=from_to(found))


_ADDED: dict[str, Said] = {
    LISTS["job"]: said("job {name} added"),
    LISTS["interaction"]: said("interaction {name} added"),
    LISTS["decision"]: said("decision {name} added"),
    LISTS["component"]: said("component {name} added"),
    LISTS["capability"]: said("capability {name} added"),
    LISTS["cash_flow"]: said("cash flow {name} added"),
}
_REMOVED: dict[str, Said] = {
    LISTS["job"]: said("job {name} removed"),
    LISTS["interaction"]: said("interaction {name} removed"),
    LISTS["decision"]: said("decision {name} removed"),
    LISTS["component"]: said("component {name} removed"),
    LISTS["capability"]: said("capability {name} removed"),
    LISTS["cash_flow"]: said("cash flow {name} removed"),
}
