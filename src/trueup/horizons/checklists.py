"""Checklists: statements that are answered yes or no. The hostage test is built in.

The hostage test asks whether the customer could leave: ISO 44001:2017 wants the way out of a relationship (stage 8,
exit strategy activation) planned while it is good. The items are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trueup.horizons.stakeholders import Criterion
from trueup.vocabulary import Said, said


@dataclass(frozen=True, slots=True)
class Item:
    """A statement, with the group of its checklist that it belongs to."""

    id: str
    what: str
    group: str = ""


_GROUPS: tuple[tuple[Said, tuple[tuple[str, Said], ...]], ...] = (
    (
        said("exit plan"),
        (
            ("exit.plan", said("A written exit plan says who does what, in which order, at whose cost")),
            ("exit.agreed", said("Customer and provider have both agreed to it, and the contract refers to it")),
            ("exit.rehearsed", said("It was rehearsed within twelve months, with a real export of the data")),
            ("exit.time", said("The rehearsal took no longer than the notice that either side may give")),
        ),
    ),
    (
        said("documentation"),
        (
            ("docs.complete", said("Architecture, operation and interfaces are documented as they are now")),
            ("docs.ours", said("The customer holds the documents, and may use them without the provider")),
            ("docs.used", said("Somebody who did not write them has run the system from them alone")),
        ),
    ),
    (
        said("replaceability"),
        (
            ("replace.data", said("All data can be taken out in an open format, with what it means")),
            ("replace.rights", said("Rights to code, configuration, accounts and domains are the customer's")),
            ("replace.other", said("At least one other provider has said what taking over would take")),
            ("replace.people", said("Nothing rests on one person whom only the provider employs")),
        ),
    ),
)
HOSTAGE: tuple[Item, ...] = tuple(Item(name, what, group) for group, items in _GROUPS for name, what in items)
"""The hostage test: where all is true it is 1, where nothing is, 0."""


def items_of(criterion: Criterion) -> tuple[Item, ...]:
    """The statements of a checklist or of the hostage test; none for what is answered otherwise."""
    if criterion.hostage is not None:
        return HOSTAGE
    return tuple(Item(each.id, each.what) for each in criterion.checklist or ())


def bounds(items: tuple[Item, ...], yes: Mapping[str, bool]) -> tuple[float, float]:
    """The least and most that a checklist can be, 0 to 1, when some items are not answered: [yes, yes + open] / all."""
    known = [yes[item.id] for item in items if item.id in yes]
    return sum(known) / len(items), (sum(known) + len(items) - len(known)) / len(items)
