"""Every page and form with every persona: open exactly where the table of the design says.

`MAY` says for each address who gets in and who sees the thing and is refused. Everybody else gets the page of a
missing thing; who is not signed in is sent to the sign-in page, whether the thing exists or not. An address without a
row here fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web.api.test_rights import CUSTOMER, IN_BOOK, PARTS, SEATED, SIDES, WIN_KNOWN, WIN_OWN, personas
from tests.web.api.world import PERSONAS, UNSEATED, World, world  # noqa: F401 - a fixture
from trueup.web.parties.models import User

Row = tuple[frozenset[str], frozenset[str]]
NOBODY: frozenset[str] = frozenset()
EVERYBODY: Row = (frozenset(PERSONAS), NOBODY)
SIGNED_IN: Row = (SEATED, NOBODY)
OWNERS: Row = (frozenset(name for name in SEATED if name.endswith("owner")), SEATED)
EDITORS: Row = (frozenset(name for name in SEATED if not name.endswith("viewer")), SEATED)
READ: Row = (PARTS, NOBODY)
# Who has a seat in the book and may only view, proposes nothing there: said before any document is looked for.
PROPOSE: Row = (personas("customer, provider", "owner", "editor"), PARTS)
DRAFT: Row = (PROPOSE[0], PARTS | {"other provider viewer"})
SIGN: Row = (personas("customer, provider", "owner"), PARTS)
VERIFY: Row = (personas("customer", "owner", "editor"), PARTS)
ATTEST: Row = (personas("observer", "owner"), PARTS)
PROGRESS: Row = (PROPOSE[0] | personas("observer", "owner"), PARTS)
WHOLE: Row = (CUSTOMER, NOBODY)
OVERSEEN: Row = (CUSTOMER | personas("observer"), NOBODY)
OWN_LINK: Row = (frozenset({"respondent"}), NOBODY)
EDIT: Row = (personas("customer", "owner", "editor"), CUSTOMER)

# address: (method, row)
MAY: dict[str, tuple[str, Row]] = {
    "alive": ("GET", EVERYBODY),
    "look": ("POST", EVERYBODY),
    "how-do-you-know": ("GET", EVERYBODY),
    "sign_in_link": ("GET", EVERYBODY),
    "join": ("GET", EVERYBODY),
    "ledger-checkpoint": ("GET", EVERYBODY),
    "ledger-key": ("GET", EVERYBODY),
    "ledger-proof": ("GET", EVERYBODY),
    "today": ("GET", SIGNED_IN),
    "agreements": ("GET", SIGNED_IN),
    "agreements-file": ("GET", SIGNED_IN),
    "ledger": ("GET", SIGNED_IN),
    "ledger-verify": ("GET", SIGNED_IN),
    "ledger-leaf": ("GET", SIGNED_IN),
    "ledger-receipt": ("GET", EVERYBODY),
    "agreement": ("GET", READ),
    "agreement-bundle": ("GET", READ),
    "agreement-file": ("GET", READ),
    "agreement-value": ("GET", READ),
    "agreement-deal": ("GET", READ),
    "agreement-value-state": ("GET", READ),
    "payments": ("GET", READ),
    "payments-file": ("GET", READ),
    "payments-report": ("GET", PROPOSE),
    "payments-paste": ("GET", PROPOSE),
    "evidence": ("GET", READ),
    "evidence-file": ("GET", READ),
    "certificate": ("GET", READ),
    "dispute": ("GET", READ),
    "agreement-version": ("GET", READ),
    "agreement-history": ("GET", READ),
    "document-version": ("GET", READ),
    "document-history": ("GET", READ),
    "report": ("GET", PROPOSE),
    "paste": ("GET", PROPOSE),
    "verify": ("GET", VERIFY),
    "attest": ("GET", ATTEST),
    "dispute-open": ("GET", PROPOSE),
    "agreement-edit": ("GET", DRAFT),
    "agreement-check": ("POST", DRAFT),
    "agreement-discard": ("POST", DRAFT),
    "agreement-sign": ("POST", SIGN),
    "agreement-reject": ("POST", SIGN),
    "agreement-withdraw": ("POST", PROPOSE),
    "document-edit": ("GET", DRAFT),
    "document-check": ("POST", DRAFT),
    "document-discard": ("POST", DRAFT),
    "document-sign": ("POST", SIGN),
    "document-reject": ("POST", SIGN),
    "document-withdraw": ("POST", PROPOSE),
    "explore-books": ("GET", SIGNED_IN),
    "explore": ("GET", IN_BOOK),
    "explore-file": ("GET", IN_BOOK),
    "explore-facts": ("GET", IN_BOOK),
    "explore-facts-file": ("GET", IN_BOOK),
    "explore-save": ("POST", IN_BOOK),
    "explore-view": ("GET", IN_BOOK),
    "explore-remove": ("POST", IN_BOOK),
    "plans": ("GET", SIGNED_IN),
    "plans-file": ("GET", SIGNED_IN),
    "plan": ("GET", READ),
    "plan-file": ("GET", READ),
    "plan-export": ("GET", READ),
    "plan-import": ("GET", EDIT),
    "plan-brought": ("GET", WHOLE),
    "progress": ("GET", PROGRESS),
    "progress-paste": ("GET", PROGRESS),
    "frontier": ("POST", PROPOSE),
    "frontier-state": ("GET", READ),
    "containment-propose": ("GET", PROPOSE),
    "containment": ("GET", READ),
    "stakes": ("GET", IN_BOOK),
    "answer": ("GET", OWN_LINK),
    "answer-page": ("POST", OWN_LINK),
    "answer-thanks": ("GET", OWN_LINK),
    "answer-no-more": ("POST", OWN_LINK),
    "surveys": ("GET", SIGNED_IN),
    "survey": ("GET", WHOLE),
    "survey-rates": ("GET", WHOLE),
    "survey-people": ("GET", EDIT),
    "survey-answers": ("GET", EDIT),
    "survey-invite": ("GET", EDIT),
    "survey-links": ("GET", EDIT),
    "survey-links-anew": ("POST", EDIT),
    "survey-remind": ("POST", EDIT),
    "survey-close": ("POST", EDIT),
    "survey-revoke": ("POST", EDIT),
    "survey-erase": ("POST", EDIT),
    "statements": ("GET", SIGNED_IN),
    "draw-up-statement": ("POST", PROPOSE),
    "check-statement": ("POST", READ),
    "statement": ("GET", READ),
    "statement-file": ("GET", READ),
    "jobs": ("GET", SIGNED_IN),
    "calibration-books": ("GET", SIGNED_IN),
    "calibration": ("GET", IN_BOOK),
    "calibration-state": ("GET", IN_BOOK),
    "calibration-file": ("GET", IN_BOOK),
    "jobs-file": ("GET", SIGNED_IN),
    "job": ("GET", WHOLE),
    "job-file": ("GET", WHOLE),
    "job-state": ("GET", WHOLE),
    "job-survey": ("GET", EDIT),
    "job-report": ("POST", EDIT),
    "wins-keys": ("GET", OWNERS),
    "wins-destroy": ("POST", OWNERS),
    "wins": ("GET", (SIDES, NOBODY)),
    "wins-write": ("GET", (PROPOSE[0], SIDES)),
    "wins-bring": ("GET", (PROPOSE[0], SIDES)),
    "wins-read": ("POST", (WIN_OWN[0], NOBODY)),
    "wins-key": ("GET", (SIGN[0], SIDES)),
    "win": ("GET", WIN_KNOWN),
    "win-read": ("POST", (WIN_OWN[0], NOBODY)),
    "win-change": ("POST", WIN_OWN),
    "win-file": ("POST", (WIN_OWN[0], NOBODY)),
    "win-readers": ("POST", WIN_OWN),
    "win-erase": ("POST", WIN_KNOWN),
    "horizons": ("GET", SIGNED_IN),
    "horizons-list-file": ("GET", SIGNED_IN),
    "horizons-begin": ("POST", PROPOSE),
    "horizon": ("GET", READ),
    "horizons-file": ("GET", READ),
    "horizons-state": ("GET", READ),
    "horizons-answer": ("GET", PROGRESS),
    "horizons-effort": ("GET", PROPOSE),
    "horizons-propose": ("POST", PROPOSE),
    "goalposts": ("GET", SIGNED_IN),
    "worths": ("GET", SIGNED_IN),
    "worths-file": ("GET", SIGNED_IN),
    "worth": ("GET", WHOLE),
    "worth-file": ("GET", WHOLE),
    "worth-state": ("GET", WHOLE),
    "worth-begin": ("POST", EDIT),
    "models": ("GET", SIGNED_IN),
    "models-file": ("GET", SIGNED_IN),
    "model": ("GET", OVERSEEN),
    "model-file": ("GET", OVERSEEN),
    "model-state": ("GET", OVERSEEN),
    "model-element": ("GET", OVERSEEN),
    "model-archimate": ("GET", OVERSEEN),
    "model-begin": ("POST", EDIT),
    "books": ("GET", SIGNED_IN),
    "new-book": ("GET", OWNERS),
    "book": ("GET", EVERYBODY),  # only leads to its documents, whether there are any or not
    "documents": ("GET", IN_BOOK),
    "new-document": ("GET", EDIT),
    "settings": ("GET", SIGNED_IN),
    "seats": ("GET", SIGNED_IN),
    "found_party": ("POST", SIGNED_IN),
    "members": ("GET", SIGNED_IN),
    "change_member": ("POST", OWNERS),
    "end_member": ("POST", OWNERS),
    "invitations": ("GET", OWNERS),
    "withdraw_invitation": ("POST", OWNERS),
    "tokens": ("GET", SIGNED_IN),
    "revoke_token": ("POST", SIGNED_IN),
    "keys": ("GET", SIGNED_IN),
    "key_challenge": ("GET", EDITORS),
    "keep_key": ("POST", EDITORS),
    "revoke_key": ("POST", EDITORS),
    "security": ("GET", SIGNED_IN),
    "sign_out_everywhere": ("POST", SIGNED_IN),
    "erase_person": ("POST", SIGNED_IN),
    "sources_index": ("GET", SIGNED_IN),
    "sources": ("GET", WHOLE),
    "source_files": ("POST", EDIT),
    "source_secrets": ("POST", EDIT),
    "load": ("GET", WHOLE),
    "source": ("GET", WHOLE),
    "load_now": ("POST", EDIT),
    "source_schedule": ("POST", EDIT),
    "work": ("GET", SIGNED_IN),
    "work_retry": ("POST", SIGNED_IN),
    "work_cancel": ("POST", SIGNED_IN),
    "notices": ("GET", SIGNED_IN),
    "notices_read": ("POST", SIGNED_IN),
    "notice_read": ("POST", SIGNED_IN),
    "notifications": ("GET", SIGNED_IN),
    "notifications_rhythm": ("POST", SIGNED_IN),
    "notifications_address": ("POST", SIGNED_IN),
    "notifications_remove": ("POST", SIGNED_IN),
}
PLACES: dict[str, Any] = {
    "book": "northwind", "id": "contact-centre", "kind": "agreement", "number": 1, "format": "csv", "what": "actuals",
    "index": 0, "source": "claims", "token": "no-such-token", "channel": "webhook", "dispute": "no-such", "pk": 999999,
    "attestation": "no-such", "member": 999999, "invitation": 999999, "key": 999999, "load": 999999, "notice": 999999,
    "job": "00000000-0000-0000-0000-000000000000",
}  # fmt: skip
FORMS = {
    "worth-begin": {"name": "new", "party": "northwind"},
    "horizons-begin": {"agreement": "contact-centre"},
    "model-begin": {"name": "new"},
    "source_schedule": {"how": "never"},
    "job-report": {"survey": "panel", "wave": "past"},
}
OWN_TOKEN = {"revoke_token": {"token": 999999}}
_PLAN = {"id": "contact-plan", "what": "activities", "containment": "lend-editors"}
OF_PLANS = {name: _PLAN for name in MAY if name.split("-")[0] in ("plan", "progress", "frontier", "containment")}
_SURVEY = {"id": "panel", "wave": "now", "invitation": 999999}
OF_SURVEYS = {name: _SURVEY for name in MAY if name.split("-")[0] == "survey"}
_OPTIONS = {"id": "options", "what": "tornado"}
OF_WORTH = {name: _OPTIONS for name in MAY if name.split("-")[0] == "worth"}
OF_MODELS = {name: {"id": "calls", "what": "elements"} for name in MAY if name.split("-")[0] == "model"}
_HORIZONS = {"id": "desk-people", "criterion": "again", "what": "criteria"}
OF_HORIZONS = {name: _HORIZONS for name in MAY if name.split("-")[0] in ("horizon", "horizons", "win", "wins")}
_STATEMENT = {"id": "contact-centre-2026-q1", "form": "csv"}
OF_STATEMENTS = dict.fromkeys(("statement", "check-statement", "statement-file"), _STATEMENT)
OF_JOBS = {name: {"id": "settle", "what": "scores"} for name in MAY if name.split("-")[0] == "job"}
IN_FORCE = {f"{kind}-{what}" for kind in ("agreement", "document") for what in ("sign", "reject", "withdraw")}
"""The version is in force: whoever may sign it is told that nothing is left to do."""
UNKNOWN_THING = {
    # The address names a thing of one's own that is not there: whoever may get in is told so.
    "sign_in_link", "join", "certificate", "dispute", "explore-view", "explore-remove", "change_member", "end_member",
    "withdraw_invitation", "revoke_token", "revoke_key", "load", "work_retry", "work_cancel", "notice_read",
    "notifications_remove", "plan-brought", "agreement-discard", "document-discard", "ledger-receipt", "key_challenge",
    "survey-revoke", "survey-erase", "wins-destroy", "win-readers",
}  # fmt: skip


OF_ANSWERS = {name for name in MAY if name.startswith("answer")}
"""Who has no link is not asked to sign in: there is nothing here."""


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> None:
    """Wrong links are counted by address."""
    cache.clear()


def addresses(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every address of Trueup's own pages: not the API's, which has its own table, and not those of allauth."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) not in ("api/", "accounts/"):
                yield from addresses(pattern)
        else:
            yield pattern


ADDRESSES = {pattern.name: pattern for pattern in addresses(get_resolver())}


@pytest.mark.django_db  # one test that says so, or no database is made for `world`
def test_every_address_has_a_row() -> None:
    assert set(ADDRESSES) == set(MAY)


def path_of(name: str, **other: Any) -> str:
    """Where a page is, with what its address names; `other` instead of what stands above."""
    every = (OWN_TOKEN, OF_PLANS, OF_SURVEYS, OF_JOBS, OF_STATEMENTS, OF_WORTH, OF_HORIZONS, OF_MODELS)
    own = [places.get(name, {}) for places in every]
    places = {key: value for each in (PLACES, *own, other) for key, value in each.items()}
    return reverse(name, kwargs={key: places[key] for key in ADDRESSES[name].pattern.converters or {}})


def ask(world: World, name: str, persona: str, **other: Any) -> Any:  # noqa: F811
    """The answer to one request, after which all is as before."""
    if persona == "respondent" and name.startswith("answer"):
        other["token"] = world.link
    other.setdefault("win", world.win)
    path = path_of(name, **other)
    client = Client(raise_request_exception=False)
    if persona not in UNSEATED:
        client.force_login(User.objects.get(pk=world.actors[persona].user))
    with transaction.atomic():
        answer = client.post(path, FORMS.get(name)) if MAY[name][0] == "POST" else client.get(path)
        transaction.set_rollback(True)
    return answer


def outcome(answer: Any) -> str:
    """What a person learns: in, refused, missing, or sent to sign in."""
    if answer.status_code == 302 and "/accounts/login" in answer.headers["Location"]:
        return "sign in"
    assert answer.status_code < 500, answer.content[:500]
    return {403: "refused", 404: "missing"}.get(answer.status_code, "in")


def expected(name: str, persona: str) -> set[str]:
    """What the table says."""
    may, sees = MAY[name][1]
    if name == "sign_out_everywhere":
        return {"sign in"}
    if persona in may and name in IN_FORCE:
        return {"in", "refused"}
    if persona in may:
        return {"in", "missing"} if name in UNKNOWN_THING else {"in"}
    if persona in UNSEATED and name not in OF_ANSWERS:
        return {"sign in"}
    refused = {"refused", "missing"} if name in UNKNOWN_THING else {"refused"}
    return refused if persona in sees else {"missing"}


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) & set(MAY)))
def test_open_exactly_where_the_table_says(name: str, world: World) -> None:  # noqa: F811
    found = {persona: outcome(ask(world, name, persona)) for persona in PERSONAS}
    wrong = {
        persona: (seen, expected(name, persona))
        for persona, seen in found.items()
        if seen not in expected(name, persona)
    }
    assert not wrong


@pytest.mark.parametrize(
    "name", sorted(name for name, (_, row) in MAY.items() if row[0] <= SEATED - {"stranger owner"})
)
def test_missing_and_forbidden_look_the_same(name: str, world: World) -> None:  # noqa: F811
    """For a stranger and for nobody, an address says the same whether its book exists or not."""
    if name not in ADDRESSES or "book" not in ADDRESSES[name].pattern.converters:
        return
    for persona in ("stranger owner", "anonymous"):
        there, nowhere = ask(world, name, persona), ask(world, name, persona, book="nowhere")
        assert there.status_code == nowhere.status_code
        assert _plain(there, "northwind") == _plain(nowhere, "nowhere")


def _plain(answer: Any, book: str) -> str:
    text = (answer.content.decode() + str(answer.headers.get("Location", ""))).replace(book, "BOOK")
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "TOKEN", text)
