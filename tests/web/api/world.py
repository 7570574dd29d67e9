"""The example on a server for a whole module of tests: imported once, everybody in their seats, undone at the end."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from tests.web.api.conftest import Program
from tests.web.surveys import asked as surveyed
from tests.web.wins.small import GIVEN
from trueup.web.assessments.actions import compute
from trueup.web.documents import books
from trueup.web.documents.actions import import_book, save_draft
from trueup.web.documents.models import Seat
from trueup.web.horizons.computing import compute as score
from trueup.web.parties.access import SCOPES, SCOPES_OF, Actor
from trueup.web.parties.actions import make_token
from trueup.web.parties.models import ApiToken, Member, Party, Role, User
from trueup.web.parties.queries import actor as actor_of
from trueup.web.parties.secrets import new_secret
from trueup.web.surveys.actions.invite import hand_out
from trueup.web.wins.actions import change_key, write

SEATS = {"northwind": "customer", "acme": "provider", "sint": "other provider", "assay": "observer"}
"""Who they are in the agreement `contact-centre`: sint has a seat in the book and no part in it."""
UNSEATED = ("anonymous", "respondent")
"""Who has no account; a respondent has the link of one invitation to the survey `panel`."""
OPTIONS = """\
kind: improvement
id: options
party: northwind
kpi: claim_cycle_days
worth: {per_unit: 1000, per: month}
horizon: 12
options:
  - {id: faster, effect: {triangular: [0, 1, 2]}, cost: 9000}
"""
"""What the customer thinks of doing: nobody else knows of it."""
STATEMENT = """\
kind: statement
id: contact-centre-2026-q1
agreement: contact-centre
terms: 1
period: 2026-01-01/2026-04-01
number: 1
as_of: 2026-04-20
known_at: 2026-04-20T09:00:00Z
currency: EUR
customer: northwind
use: expected
mode: excess
counted: 0
claimed: 0
target: 0
deadband: 0
clauses: [{clause: base, words: the fee at the target value, amount: 100}]
fee: 100
held: 0
invoices: [{party: acme, what: licence, amount: 60}]
invoiced: 60
invoiced_from: payments
true_up: 40
due: 40
provisional: 0
parts: [{party: acme, name: Acme Software, fee: 100, held: 0, invoiced: 60, true_up: 40, corrected: 0, due: 40}]
"""
"""A statement of the agreement: its parties read it, and nobody else."""
CASE = """\
kind: business_case
id: contact-case
title: Contact centre in the cloud
agreement: contact-centre
party: northwind
on: 2025-03-01
rate: 0.08
years: 3
benefits:
  - {id: cheaper, objective: run-cost, flows: [0, 200000, 400000, 400000]}
costs:
  - {id: move, cost: move to the cloud, flows: [310000, 0, 0, 0]}
network:
  - {id: cloud, kind: enabler, owner: acme, enables: [switch-off]}
  - {id: switch-off, kind: business_change, owner: northwind, enables: [cheaper]}
  - {id: cheaper, kind: benefit, owner: northwind}
"""
"""What the agreement was agreed on: its parties see it, and nobody else."""
HORIZONS = """\
kind: stakeholders
id: desk-people
agreement: contact-centre
people: [{id: sponsor, party: northwind}]
levels:
  - {horizon: corporation, criteria: [{id: again, answers: Would you do it again?, scale: [1, 5]}]}
  - {horizon: business_users, criteria: [{id: usable, sus: true}]}
  - {horizon: technology_organisation, criteria: [{id: hostage, hostage: true}]}
  - {horizon: technology_team, criteria: [{id: pulse, answers: Do you learn?, scale: [1, 5], confidential: true}]}
  - {horizon: individuals, criteria: [{id: wanted, people: true}]}
"""
"""The horizons of the agreement: its parties see and answer them, and nobody else."""
MODEL = """\
kind: operating_model
id: calls
customer: northwind
jobs: [{id: hear, name: Hear what became of a claim}]
interactions: [{id: answer, name: Have the call answered, job: hear, with: acme}]
"""
"""What the customer's jobs rest on: its members and the book's observers see it."""
PERSONAS = [f"{seat} {role}" for seat in SEATS.values() for role in Role.values] + ["stranger owner", *UNSEATED]


@dataclass
class World:
    """A server with the example, and a program for each persona and set of scopes."""

    actors: dict[str, Actor]
    tokens: dict[tuple[str, frozenset[str]], str]
    link: str
    """The token of the respondent's link."""
    win: str
    """A win that the customer's editor wrote: nobody else reads it."""

    def program(self, persona: str, scopes: frozenset[str] | None = None) -> Program:
        """A program with that persona's token: all scopes of the role, or some."""
        client = Client(raise_request_exception=False)
        if persona in UNSEATED:
            return Program(None, client)
        held = SCOPES_OF[self.actors[persona].role]
        return Program(self.tokens[persona, held if scopes is None else scopes & held], client)


def _tokens(actors: dict[str, Actor]) -> Iterator[tuple[tuple[str, frozenset[str]], str]]:
    """For each persona: all that the role may, all but one scope, one scope and `read`. None is made in a test."""
    every = frozenset(SCOPES)
    sets = [every, *(every - {scope} for scope in SCOPES), *(frozenset({"read", scope}) for scope in SCOPES)]
    for persona, actor in actors.items():
        for held in {wanted & SCOPES_OF[actor.role] for wanted in sets}:
            yield (persona, held), _token(actor, held)


def _token(actor: Actor, scopes: frozenset[str]) -> str:
    """A token, also with no scope at all: an action makes none of those."""
    if scopes:
        return make_token(actor, "test", scopes).text
    secret = new_secret("trueup_")
    ApiToken.objects.create(
        member_id=actor.member,
        name="none",
        prefix="trueup_none",
        token_hash=secret.hash,
        scopes=[],
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    return secret.text


@contextmanager
def world_of(northwind: Path, home: Path) -> Iterator[World]:
    """The example on a server, in a transaction that is undone."""
    with override_settings(HOME=home), transaction.atomic():
        import_book(_with_a_survey(northwind, home), slug="northwind")
        parties = {slug: Party.objects.create(slug=slug, name=slug.capitalize()) for slug in (*SEATS, "elsewhere")}
        for slug in SEATS:
            Seat.objects.filter(book__slug="northwind", local_id=slug).update(party=parties[slug])
        people = [(slug, role, f"{seat} {role}") for slug, seat in SEATS.items() for role in Role.values]
        people.append(("elsewhere", "owner", "stranger owner"))
        actors = {name: _member(parties[slug], role) for slug, role, name in people}
        for drafting in ("customer owner", "provider owner"):
            save_draft(actors[drafting], "northwind", "agreement", "contact-centre", "kind: agreement\n")
        compute("northwind")
        score("northwind")
        asked = hand_out(actors["customer owner"], "northwind", "panel", "now", 2).asked
        try:
            yield World(actors, dict(_tokens(actors)), str(asked[0].link).rsplit("/", 1)[1], _win(actors))
        finally:
            books.close_all()
            transaction.set_rollback(True)


def _win(actors: dict[str, Actor]) -> str:
    change_key(actors["customer owner"], "northwind", "desk-people")
    return write(actors["customer editor"], "northwind", "desk-people", GIVEN).win


def _with_a_survey(northwind: Path, home: Path) -> Path:
    """The example, and a survey that its customer asks."""
    folder = home / "northwind"
    shutil.copytree(northwind, folder)
    today = surveyed.today()
    own = surveyed.job_map(12).replace("id: recover", "id: settle")  # the example has a map of that name
    asked = surveyed.survey(today, party="northwind").replace("job_map: recover", "job_map: settle")
    (folder / "settle.yaml").write_text(own, encoding="utf-8")
    (folder / "panel.yaml").write_text(asked, encoding="utf-8")
    (folder / "options.yaml").write_text(OPTIONS, encoding="utf-8")
    (folder / "calls.yaml").write_text(MODEL, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    agreement = folder / "agreements" / "contact-centre.yaml"
    sealing = agreement.read_text(encoding="utf-8").replace(
        "\nobserver: assay\n", "\nobserver: assay\nbusiness_case: contact-case\n"
    )
    agreement.write_text(sealing, encoding="utf-8")
    (folder / "statement.yaml").write_text(STATEMENT, encoding="utf-8")
    (folder / "horizons.yaml").write_text(HORIZONS, encoding="utf-8")
    return folder


def _member(party: Party, role: str) -> Actor:
    user = User.objects.create_user(f"{role}@{party.slug}.example", "correct horse")
    return actor_of(Member.objects.create(user=user, party=party, role=Role(role), created_at=timezone.now()))


@pytest.fixture(scope="module")
def world(
    northwind: Path, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker
) -> Iterator[World]:
    """The example on a server, for a module."""
    with django_db_blocker.unblock(), world_of(northwind, tmp_path_factory.mktemp("home")) as made:
        yield made
