"""What a level could be judged by where nobody has said it: from the agreement, the job maps and the surveys.

Nothing is decided here: each criterion comes with the reason why, and the parties take it, change it or leave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import Field

from trueup.agreements.documents import Agreement
from trueup.horizons.from_agreement import incidents, objectives
from trueup.horizons.from_jobs import outcomes
from trueup.horizons.stakeholders import CheckItem, Criterion, HorizonLevel, Person, Stakeholders
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.kpis.documents import Kpi
from trueup.vocabulary import Said, said
from trueup.vocabulary.horizon import HORIZONS, Horizon
from trueup.vocabulary.result import Result
from trueup.vocabulary.said import Sentence

Offer = tuple[Criterion, Said]
"""A criterion, and why."""


class Proposal(Result):
    """A criterion that is proposed for a level."""

    horizon: Horizon = Field(description="the level")
    criterion: str = Field(description="its id")
    what: str = Field(description="what people would call it")
    kind: str = Field(description="what it is bound to")
    why: Sentence = Field(description="why it is proposed")


class ProposedPerson(Result):
    """A person, by role, who is proposed as one of those whom it depends on."""

    person: str = Field(description="the id")
    what: str = Field(description="the role")
    why: Sentence = Field(description="why")


class Proposals(Result):
    """What Trueup proposes for the levels of a relationship at which nothing is asked yet."""

    stakeholders: str = Field(description="the id of the document that is proposed, or that is there")
    version: int = Field(description="its version with the proposals taken in")
    agreement: str | None = Field(description="the agreement that it is about")
    proposals: tuple[Proposal, ...] = Field(description="by level; empty: at each level something is asked")
    people: tuple[ProposedPerson, ...] = Field(description="whom the fifth level could be about")
    words: Sentence = Field(description="the same as a sentence")
    yaml: str = Field(description="the document with all of it, ready to paste; empty: there is nothing to propose")


@dataclass(frozen=True, slots=True)
class Ground:
    """What proposals stand on: the agreement (latest version), the book's KPIs, job maps and surveys."""

    customer: str
    providers: tuple[str, ...]
    agreement: Agreement | None = None
    kpis: Mapping[str, Kpi] = field(default_factory=dict)
    job_maps: Sequence[JobMap] = ()
    surveys: Sequence[Survey] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """The document with everything that is proposed, and why each part is."""

    document: Stakeholders
    criteria: tuple[tuple[Horizon, Criterion, Said], ...]
    people: tuple[tuple[Person, Said], ...]

    @property
    def words(self) -> Said:
        """What was done, in a sentence."""
        levels = list(dict.fromkeys(horizon for horizon, _, _ in self.criteria))
        if not levels:
            return said("at each of the five levels something is asked: nothing is proposed")
        names = ", ".join(levels)
        if len(self.criteria) == 1:
            return said("one criterion is proposed, at {levels}", levels=names)
        return said("{count} criteria are proposed, at {levels}", count=len(self.criteria), levels=names)


def propose(ground: Ground, standing: Stakeholders | None = None) -> Proposed:
    """Criteria for each level that has none: of all five where there is no document yet (`standing`)."""
    taken = {criterion.id for _, criterion in standing.criteria()} if standing else set()
    levels: list[HorizonLevel] = []
    found: list[tuple[Horizon, Criterion, Said]] = []
    for horizon in HORIZONS:
        level = (standing.level(horizon) if standing else None) or HorizonLevel(horizon=horizon)
        if not level.criteria:
            offers = list(_named(_OFFERS[horizon](ground), taken))
            found += [(horizon, criterion, why) for criterion, why in offers]
            level = level.model_copy(update={"criteria": tuple(criterion for criterion, _ in offers)})
        levels.append(level)
    people = _people(ground, standing, found)
    return Proposed(_document(ground, standing, levels, people), tuple(found), tuple(people))


def _named(offers: Iterable[Offer], taken: set[str]) -> Iterator[Offer]:
    """Each with an id that nothing else in the document has."""
    for criterion, why in offers:
        name, count = criterion.id, 1
        while name in taken:
            count += 1
            name = f"{criterion.id}-{count}"
        taken.add(name)
        yield criterion.model_copy(update={"id": name}), why


def _document(
    ground: Ground, standing: Stakeholders | None, levels: list[HorizonLevel], people: list[tuple[Person, Said]]
) -> Stakeholders:
    persons = tuple(person for person, _ in people)
    if standing is not None:
        changed = {"levels": tuple(levels), "people": (*standing.people, *persons)}
        more = {"version": standing.version + 1, "agreed_at": None, "why": "criteria where there were none"}
        return standing.model_copy(update=changed | more)
    about = ground.agreement
    if about is not None:
        return Stakeholders(id=f"{about.id}-people", agreement=about.id, levels=tuple(levels), people=persons)
    sides = {"customer": ground.customer, "providers": ground.providers}
    return Stakeholders(id=f"{ground.customer}-people", levels=tuple(levels), people=persons, **sides)


def _corporation(ground: Ground) -> Iterator[Offer]:
    offers = list(objectives(ground.agreement, "corporation"))
    yield from offers
    if not offers:
        yield (
            _question("worth-it", "Is what we get worth what we spend on it?"),
            said("no objective is one of the corporation's: so whoever pays is asked"),
        )


def _business_users(ground: Ground) -> Iterator[Offer]:
    yield from objectives(ground.agreement, "business_users")
    yield from outcomes(ground.agreement, ground.job_maps, ground.surveys, ground.kpis)
    yield (
        Criterion(id="usable", title="Easy to work with", sus=True),
        said("whoever works with it every day is asked ten questions (System Usability Scale; ISO 9241-11)"),
    )
    yield from incidents(ground.agreement, ground.kpis)


def _technology_organisation(ground: Ground) -> Iterator[Offer]:
    yield from objectives(ground.agreement, "technology_organisation")
    yield (
        Criterion(id="hostage", title="Could leave at any time", hostage=True),
        said(
            "who cannot leave does not stay by choice: the hostage test asks for a rehearsed exit, documentation and "
            "replaceability (ISO 44001, stage 8)"
        ),
    )


def _technology_team(ground: Ground) -> Iterator[Offer]:
    yield from objectives(ground.agreement, "technology_team")
    yield (
        Criterion(id="practice", title="Working as peers", checklist=_PRACTICE),
        said("teams of both sides get better by working as peers: four practices that one can see"),
    )
    pulse = _question("team-pulse", "Do you get what you need from the other side's team?")
    yield (
        pulse.model_copy(update={"confidential": True, "people": 5}),
        said("what people say in confidence shows early what no report does; shown from five people on"),
    )


def _individuals(ground: Ground) -> Iterator[Offer]:
    yield from objectives(ground.agreement, "individuals")
    yield (
        Criterion(id="gets-what-they-need", title="Get what they need", people=True),
        said("a few people decide whether it goes on; asked is how far each gets what they need, never what that is"),
    )


def _question(id: str, text: str) -> Criterion:
    return Criterion.model_validate({"id": id, "answers": text, "scale": [1, 5]})


_OFFERS = {
    "corporation": _corporation,
    "business_users": _business_users,
    "technology_organisation": _technology_organisation,
    "technology_team": _technology_team,
    "individuals": _individuals,
}
_PRACTICE = (
    CheckItem(id="review", what="Each side reviews the other's changes before they go live"),
    CheckItem(id="blameless", what="Incidents are looked back on together, without blame, within two weeks"),
    CheckItem(id="undo", what="Every release of the last quarter could have been undone within an hour"),
    CheckItem(id="open", what="Both teams work from one list of what comes next"),
)
_ROLES: tuple[tuple[str, str, str, Said], ...] = (
    ("sponsor", "Sponsor", "economic", said("releases the money, and alone can end it")),
    ("key-user", "Speaks for those who work with it", "user", said("feels every day whether it works")),
    ("architect", "Chief architect", "technical", said("cannot say yes alone, and can say no")),
    ("coach", "Knows the house and helps", "coach", said("tells in time what goes wrong")),
)


def _people(
    ground: Ground, standing: Stakeholders | None, found: list[tuple[Horizon, Criterion, Said]]
) -> list[tuple[Person, Said]]:
    """Roles for the fifth level, where it is to be asked about people and nobody is listed."""
    asked = any(criterion.people is True for _, criterion, _ in found)
    if not asked or (standing is not None and standing.people_of("individuals")):
        return []
    taken = {person.id for person in standing.people} if standing else set()
    roles = [each for each in _ROLES if each[0] not in taken]
    return [
        (Person.model_validate({"id": name, "name": what, "party": ground.customer, "role": role}), why)
        for name, what, role, why in roles
    ]


def told(proposed: Proposed, yaml: str) -> Proposals:
    """As an answer; `yaml` is the text of its document."""
    return Proposals(
        stakeholders=proposed.document.id,
        version=proposed.document.version,
        agreement=proposed.document.agreement,
        proposals=tuple(
            Proposal(horizon=horizon, criterion=each.id, what=each.name, kind=each.kind, why=why)
            for horizon, each, why in proposed.criteria
        ),
        people=tuple(ProposedPerson(person=each.id, what=each.title, why=why) for each, why in proposed.people),
        words=proposed.words,
        yaml=yaml if proposed.criteria else "",
    )
