"""The document `stakeholders`: the five horizons of a relationship, what each is judged by, and who is meant.

It never says what a person wants: wins are sealed to the party that wrote them and stand in no document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from trueup.agreements.documents import Agreement
from trueup.horizons.cadence import QUARTER, Cadence
from trueup.vocabulary import Document, Id, InputError, Number, Part, SliceKeys, Whole
from trueup.vocabulary.horizon import HORIZONS, Horizon
from trueup.vocabulary.slice import Slice

Side = Literal["customer", "provider", "observer"]
"""Who rates, by their part in the relationship."""
Binding = Literal["objective", "kpi", "incidents", "survey", "sus", "answers", "checklist", "hostage", "people"]
BINDINGS: tuple[Binding, ...] = get_args(Binding)
MEASURED: tuple[Binding, ...] = ("objective", "kpi", "incidents", "survey")
"""Bindings whose figure is read from what the book knows already; all others are answered."""
FEWEST = 5
"""From how many people on what they said in confidence is shown."""
Share = Annotated[Number, Field(gt=0, le=1)]
_WINS = ("win", "wins", "wants", "wish", "wishes", "motive", "personal_win", "ambition", "hopes")


def number(horizon: Horizon) -> int:
    """1 for the corporation to 5 for individuals."""
    return HORIZONS.index(horizon) + 1


def _is_no_place(key: str) -> str:
    return (
        f"`{key}` says what a person wants, and everybody who reads the book would read it: take it out, "
        "and seal it to your own party with trueup horizons wins add"
    )


class Shared(Part):
    """What everybody who reads the book reads: it refuses a win that is written in clear."""

    REFUSED: ClassVar[Mapping[str, str]] = {key: _is_no_place(key) for key in _WINS}


class Person(Shared):
    """Who is meant, by role; never what the person wants.

    `role` is the part in the decision: `economic` (releases the money), `user`, `technical` (can say no), `coach`.
    """

    id: Id
    name: str | None = None
    party: Id
    horizon: Horizon = "individuals"
    role: Literal["economic", "user", "technical", "coach"] | None = None

    @property
    def title(self) -> str:
        """What people call the role."""
        return self.name or self.id


class CheckItem(Part):
    """An item of a checklist: a statement that is answered yes or no."""

    id: Id
    what: str = Field(min_length=1)


class Criterion(Shared):
    """What a level is judged by: exactly one of the bindings, brought to 0 (worst) to 1 (best).

    `scale` is [worst, best] in the unit of the KPI or of the answers. A `must` below the level's threshold keeps the
    whole level below. `people: 5` is from how many people on answers are shown; `people: true` is a binding: one number
    a person of the level, how far that person gets what they need.
    """

    id: Id
    title: str | None = None
    weight: Number = Field(default=Decimal(1), gt=0)
    cadence: Cadence | None = None
    must: bool = False
    objective: Id | None = None
    kpi: Id | None = None
    incidents: Id | None = None
    survey: Id | None = None
    sus: Literal[True] | None = None
    answers: str | None = Field(default=None, min_length=1)
    checklist: tuple[CheckItem, ...] | None = None
    hostage: Literal[True] | None = None
    people: Literal[True] | Whole | None = None
    slice: SliceKeys = Slice()
    outcome: Id | None = None
    scale: tuple[Number, Number] | None = None
    confidential: bool = False

    @property
    def bound(self) -> tuple[Binding, ...]:
        """The bindings that are stated: one, in a document that holds."""
        stated = (each for each in BINDINGS if getattr(self, each) is not None)
        return tuple(each for each in stated if each != "people" or self.people is True)

    @property
    def kind(self) -> Binding:
        """What it is bound to. Raises InputError where that is not exactly one thing."""
        if len(self.bound) != 1:
            raise InputError(f"criterion {self.id!r} is bound to {len(self.bound)} things", do="bind it to one")
        return self.bound[0]

    @property
    def name(self) -> str:
        """What people call it: its title, the question, or its id."""
        return self.title or self.answers or self.id

    @property
    def measured(self) -> bool:
        """Whether its figure comes from what the book knows already, and nobody is asked."""
        return self.kind in MEASURED

    @property
    def fewest(self) -> int:
        """From how many people on the answer is shown: 1 where nothing asks for more."""
        if self.people is not None and self.people is not True:
            return int(self.people)
        return FEWEST if self.confidential or self.survey is not None else 1


class HorizonLevel(Part):
    """One of the five levels: its threshold, who owns it, and the criteria it is judged by.

    `combine`: `mean` is the mean of the criteria by weight, `weakest` the lowest of them.
    """

    horizon: Horizon
    title: str | None = None
    threshold: Share | None = None
    cadence: Cadence | None = None
    combine: Literal["mean", "weakest"] = "mean"
    owner: Id | None = None
    criteria: tuple[Criterion, ...] = ()

    @property
    def number(self) -> int:
        """1 to 5."""
        return number(self.horizon)

    def criterion(self, id: str) -> Criterion | None:
        """The criterion of that id, or None."""
        return next((each for each in self.criteria if each.id == id), None)


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is who in the relationship."""

    customer: str
    providers: tuple[str, ...]
    observer: str | None = None

    def side(self, party: str) -> Side | None:
        """The part of a party; None for one that has none."""
        if party == self.customer:
            return "customer"
        if party in self.providers:
            return "provider"
        return "observer" if party == self.observer else None


class Stakeholders(Document, Shared):
    """The five horizons of a relationship: what each level is judged by, and who is meant.

    It is about an `agreement`, whose parties it takes, or about a `customer` and `providers` without one.
    """

    kind: Literal["stakeholders"] = "stakeholders"
    title: str | None = None
    agreement: Id | None = None
    customer: Id | None = None
    providers: tuple[Id, ...] = ()
    observer: Id | None = None
    why: str | None = None
    threshold: Share = Decimal("0.7")
    cadence: Cadence = QUARTER
    people: tuple[Person, ...] = ()
    levels: tuple[HorizonLevel, ...] = ()

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.id

    def sides(self, agreement: Agreement | None) -> Sides:
        """Who is who: what it says itself, else what its agreement says. InputError where neither names a customer."""
        customer = self.customer or (agreement.customer if agreement else None)
        if customer is None:
            raise InputError(f"stakeholders {self.id!r} name no customer", do="add agreement, or customer")
        providers = self.providers or (agreement.providers if agreement else ())
        return Sides(customer, providers, self.observer or (agreement.observer if agreement else None))

    def level(self, horizon: str) -> HorizonLevel | None:
        """The level of that horizon, or None."""
        return next((each for each in self.levels if each.horizon == horizon), None)

    def threshold_of(self, level: HorizonLevel) -> Decimal:
        """Theta of a level, 0 to 1: its own, else the document's."""
        return self.threshold if level.threshold is None else level.threshold

    def cadence_of(self, level: HorizonLevel, criterion: Criterion) -> int:
        """How many days an answer to a criterion holds: its own, the level's, or the document's."""
        return criterion.cadence or level.cadence or self.cadence

    def people_of(self, horizon: str) -> tuple[Person, ...]:
        """The people of a level."""
        return tuple(each for each in self.people if each.horizon == horizon)

    def criteria(self) -> Iterator[tuple[HorizonLevel, Criterion]]:
        """Every criterion with its level, in the order of the document."""
        for level in self.levels:
            for criterion in level.criteria:
                yield level, criterion
