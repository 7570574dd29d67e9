"""A list of people to ask, as pasted, uploaded or sent: every line read, or said why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from trueup.jobs.survey import Survey
from trueup.vocabulary import Refusal, did_you_mean
from trueup.web.evidence.sheets import Record, Sheets, pasted

LONGEST = 200
_NAMES = {
    "email": "email e-mail mail address adresse e-mail-adresse",
    "name": "name",
    "person": "person id number kundennummer nummer",
    "customer": "customer company kunde firma",
    "language": "language sprache",
}
_HEADERS = {word: name for name, words in _NAMES.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to ask: known by e-mail, by a number of the asking party's own, or by name and customer."""

    line: int
    email: str = ""
    name: str = ""
    person: str = ""
    customer: str = ""
    language: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def known_by(self) -> str:
        """What the book knows them again by; nothing for a link that anybody may take."""
        if self.email:
            return f"email {self.email.casefold()}"
        if self.person:
            return f"person {self.person}"
        return f"name {self.name.casefold()} {self.customer.casefold()}" if self.name else ""

    @property
    def label(self) -> str:
        """What a list calls them."""
        return self.name or self.email or self.person


@dataclass(frozen=True, slots=True)
class People:
    """The people of a list, and its lines that cannot be read."""

    people: tuple[Person, ...]
    refusals: tuple[Refusal, ...]


def typed(text: str) -> Sheets:
    """What was pasted: a table under a header, or e-mail addresses one a line. Raises SourceError as `pasted`."""
    first = text.strip().partition("\n")[0].strip()
    headless = "@" in first and not re.search(r"[\t;,]", first)
    return pasted(f"email\n{text.strip()}" if headless else text)


def read(sheets: Sheets, survey: Survey) -> People:
    """The people of these rows; a column is one of ours or one of the survey's keys."""
    keys = {key.casefold(): key for key in survey.frame.keys}
    columns = {name: _column(name, keys) for name in sheets.columns}
    refusals = [*sheets.refusals, *(_unknown(name, keys) for name, meant in columns.items() if not meant)]
    known = {name: meant for name, meant in columns.items() if meant}
    people: list[Person] = []
    for record in sheets.records:
        found = _person(record, known, set(keys.values()))
        wrong = tuple(_wrong(found, survey))
        refusals += [Refusal(record.line, each[0], each[1]) for each in wrong]
        people += [] if wrong else [found]
    return People(tuple(people), tuple(refusals))


def _column(name: str, keys: Mapping[str, str]) -> str:
    word = name.strip().casefold()
    return keys.get(word) or _HEADERS.get(word, "")


def _unknown(name: str, keys: Mapping[str, str]) -> Refusal:
    near = did_you_mean(name, [*_NAMES, *keys.values()])
    told = _("no column of a list of people: email, name, person, customer, language, or a key of the survey")
    return Refusal(1, name, f"{told}; {near}" if near else told)


def _person(record: Record, columns: Mapping[str, str], keys: set[str]) -> Person:
    said: dict[str, str] = {}
    for name, meant in columns.items():
        value = " ".join(record.values.get(name, "").split())
        said[meant] = said.get(meant) or value
    mine = {key: value for key, value in said.items() if key in keys and value}
    plain = {name: said.get(name, "") for name in _NAMES if name not in keys}
    return Person(record.line, keys=mine, **plain)


def _wrong(person: Person, survey: Survey) -> Iterator[tuple[str, str]]:
    for name in ("email", "name", "person", "customer"):
        if len(getattr(person, name)) > LONGEST:
            yield name, _("is longer than 200 characters")
    if person.email:
        try:
            validate_email(person.email)
        except ValidationError:
            yield "email", _("is no e-mail address: %(text)s") % {"text": person.email[:80]}
    elif not person.known_by:
        yield "email", _("give an e-mail address, a number (person) or a name, or ask for links without names")
    if person.language and person.language not in survey.languages:
        spoken = ", ".join(survey.languages)
        yield "language", _("the survey is in %(spoken)s only") % {"spoken": spoken}
    if any(len(value) > LONGEST for value in person.keys.values()):
        yield "keys", _("is longer than 200 characters")


def links(count: int, label: str = "", language: str = "", customer: str = "") -> Sequence[Person]:
    """So many people of whom nothing is known."""
    return [Person(number, person="", name="", language=language, customer=customer) for number in range(1, count + 1)]
