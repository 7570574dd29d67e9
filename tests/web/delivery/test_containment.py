"""A containment from proposal to the end: who takes and signs each step, and the forecast that is frozen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.web.delivery.trouble import PLAN
from trueup.delivery.documents import Containment
from trueup.vocabulary import InputError
from trueup.web.delivery.actions.steps import propose, step
from trueup.web.documents.actions import sign
from trueup.web.documents.actions.signatures import waiting_for
from trueup.web.documents.books import open_book
from trueup.web.documents.errors import Conflict
from trueup.web.documents.models import Book, Signature, Version
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import Actor, NotFound, Refused

PAYS = {"lend": "northwind"}


def proposed(people: dict[str, Actor]) -> Version:
    return propose(people["acme"], "northwind", PLAN, ["lend"], title="Acme lends six people")


def signed(version: Version, *actors: Actor) -> Version:
    for actor in actors:
        version = sign(actor, "northwind", "containment", version.doc_id, version.number, version.digest)
    return version


def costed(people: dict[str, Actor]) -> Version:
    first = proposed(people)
    return step(people["acme"], "northwind", PLAN, first.doc_id, "costed", cost=Decimal(30000), pays=PAYS)


def validated(people: dict[str, Actor]) -> Version:
    second = costed(people)
    return step(people["northwind"], "northwind", PLAN, second.doc_id, "validated")


def test_proposing_needs_the_proposer_only_and_is_in_the_ledger(known: Book, people: dict[str, Actor]) -> None:
    version = proposed(people)
    assert (version.state, version.number) == ("in_force", 1)
    standing = open_book("northwind").book.containments[version.doc_id].latest
    assert (standing.by, standing.state, standing.moves) == ("acme", "proposed", ("lend",))
    types = list(Leaf.objects.filter(subject=f"containment/{version.doc_id}").values_list("type", flat=True))
    assert types == ["version.proposed", "version.signed", "version.in_force"]
    assert set(Leaf.objects.filter(subject=f"containment/{version.doc_id}").values_list("agreement", flat=True)) == {
        "claims-platform"
    }


def test_the_customer_validates_and_all_whom_it_binds_sign(
    known: Book, people: dict[str, Actor], today: dt.date
) -> None:
    version = validated(people)
    assert version.state == "proposed"
    assert waiting_for(version) == ("acme",)  # whose move it is; who validates has signed
    frozen = Containment.model_validate_json(version.body).forecast
    assert frozen is not None
    assert frozen.plan == open_book("northwind").book.plan(PLAN).latest.digest
    assert frozen.with_.finish_p50 < frozen.without.finish_p50
    assert frozen.with_.on_time > frozen.without.on_time
    assert signed(version, people["acme"]).state == "in_force"
    assert Signature.objects.filter(version=version).count() == 2


def test_the_whole_way_to_the_end(known: Book, people: dict[str, Actor]) -> None:
    version = signed(validated(people), people["acme"])
    begun = step(people["acme"], "northwind", PLAN, version.doc_id, "in_progress")
    begun = signed(begun, people["northwind"])
    ended = signed(step(people["northwind"], "northwind", PLAN, version.doc_id, "done"), people["acme"])
    assert (begun.state, ended.state) == ("in_force", "in_force")
    states = [each.state for each in open_book("northwind").book.containments[version.doc_id]]
    assert states == ["proposed", "costed", "validated", "in_progress", "done"]
    with pytest.raises(InputError, match="what is done cannot become that"):
        step(people["northwind"], "northwind", PLAN, version.doc_id, "withdrawn", why="too late")


def test_only_whose_move_it_is_prices_it_and_only_the_customer_validates(known: Book, people: dict[str, Actor]) -> None:
    first = proposed(people)
    for other in ("sint", "northwind"):
        with pytest.raises(Refused):
            step(people[other], "northwind", PLAN, first.doc_id, "costed", cost=Decimal(1), pays=PAYS)
    with pytest.raises(Refused):
        step(people["assay"], "northwind", PLAN, first.doc_id, "costed", cost=Decimal(1), pays=PAYS)
    second = step(people["acme"], "northwind", PLAN, first.doc_id, "costed", cost=Decimal(30000), pays=PAYS)
    with pytest.raises(Refused):
        step(people["acme"], "northwind", PLAN, second.doc_id, "validated")


def test_a_price_says_who_pays(known: Book, people: dict[str, Actor]) -> None:
    first = proposed(people)
    with pytest.raises(InputError, match="who pays"):
        step(people["acme"], "northwind", PLAN, first.doc_id, "costed", cost=Decimal(30000), pays={})
    assert not Version.objects.filter(kind="containment", doc_id=first.doc_id, number=2).exists()


def test_a_step_waits_for_the_signatures_of_the_one_before(known: Book, people: dict[str, Actor]) -> None:
    version = validated(people)
    with pytest.raises(Conflict):
        step(people["northwind"], "northwind", PLAN, version.doc_id, "in_progress")


def test_whoever_proposed_or_the_customer_withdraws_it_alone(known: Book, people: dict[str, Actor]) -> None:
    first = proposed(people)
    with pytest.raises(Refused):
        step(people["sint"], "northwind", PLAN, first.doc_id, "withdrawn", why="no")
    gone = step(people["northwind"], "northwind", PLAN, first.doc_id, "withdrawn", why="we found another way")
    assert gone.state == "in_force"
    assert Signature.objects.get(version=gone).seat.local_id == "northwind"


def test_nobody_else_finds_it(known: Book, people: dict[str, Actor], acting) -> None:
    first = proposed(people)
    with pytest.raises(NotFound):
        step(acting("brandt"), "northwind", PLAN, first.doc_id, "costed", cost=Decimal(1), pays=PAYS)
    with pytest.raises(InputError):
        propose(people["acme"], "northwind", PLAN, ["no-such-move"])
