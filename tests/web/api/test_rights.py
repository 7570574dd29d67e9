"""Every operation of the API with every persona: allowed exactly where the table of the design says.

`MAY` says for each operation who may do it and who sees the thing and is refused; everybody else gets the 404 that a
missing thing gives. An operation without a row here fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.web.api.conftest import said
from tests.web.api.described import OPENAPI
from tests.web.api.world import PERSONAS, UNSEATED, World, world  # noqa: F401 - a fixture
from tests.web.wins.small import GIVEN
from trueup.bundle.model import BundleInput
from trueup.vocabulary import Grade
from trueup.web.parties.access import SCOPES, SCOPES_OF
from trueup.web.proofs import bundles

OPERATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    found["operationId"]: (method.upper(), path, found)
    for path, methods in OPENAPI["paths"].items()
    for method, found in methods.items()
}


def personas(seats: str, *roles: str) -> frozenset[str]:
    return frozenset(f"{seat} {role}" for seat in seats.split(", ") for role in roles or ("owner", "editor", "viewer"))


SEATED = frozenset(PERSONAS) - frozenset(UNSEATED)
PARTS = personas("customer, provider, observer")
BOOK = personas("customer, provider, other provider, observer")
OWNERS = frozenset(name for name in SEATED if name.endswith("owner"))
EDITORS = frozenset(name for name in SEATED if not name.endswith("viewer"))
CUSTOMER = personas("customer")
# right: (who may, who else sees it and is refused)
SELF = (SEATED, frozenset[str]())
SELF_OWNER, SELF_EDITOR = (OWNERS, SEATED), (EDITORS, SEATED)
OVERSEEN = (CUSTOMER | personas("observer"), frozenset[str]())
READ, IN_BOOK, WHOLE = (PARTS, frozenset[str]()), (BOOK, frozenset[str]()), (CUSTOMER, frozenset[str]())
PROPOSE = (personas("customer, provider", "owner", "editor"), PARTS)
SIGN = (personas("customer, provider", "owner"), PARTS)
REPORT = PROPOSE
PROGRESS = (PROPOSE[0] | personas("observer", "owner"), PARTS)
VERIFY = (personas("customer", "owner", "editor"), PARTS)
ATTEST = (personas("observer", "owner"), PARTS)
EDIT = (personas("customer", "owner", "editor"), CUSTOMER)
OWN = (personas("customer", "owner"), CUSTOMER)
IN_BOOK_EDIT = (frozenset(name for name in BOOK if not name.endswith("viewer")), BOOK)
STAKES = (personas("customer", "owner"), CUSTOMER)
SIDES = personas("customer, provider")
# The world's win: its author reads it, an owner of the party knows that it is there.
WIN_KNOWN = (frozenset({"customer editor", "customer owner"}), frozenset[str]())
WIN_OWN = (frozenset({"customer editor"}), WIN_KNOWN[0])

MAY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "parties_me": SELF,
    "parties_change_me": SELF_OWNER,
    "parties_sign_out": SELF_OWNER,
    "parties_make_party": SELF_OWNER,
    "parties_members": SELF,
    "parties_change_member": SELF_OWNER,
    "parties_end_member": SELF_OWNER,
    "parties_invitations": SELF_OWNER,
    "parties_invite": SELF_OWNER,
    "parties_withdraw": SELF_OWNER,
    "parties_offer_seat": (personas("customer", "owner"), SEATED - OWNERS),
    "parties_tokens": SELF,
    "parties_make_token": SELF_OWNER,
    "parties_revoke_token": SELF_OWNER,
    "parties_keys": SELF,
    "parties_ask_challenge": SELF_EDITOR,
    "parties_keep_key": SELF_EDITOR,
    "parties_add_key": SELF_EDITOR,
    "parties_revoke_key": SELF_EDITOR,
    "assessments_agreements": SELF,
    "assessments_timeline": READ,
    "assessments_scorecard": IN_BOOK,
    "assessments_agreement": READ,
    "documents_books": SELF,
    "documents_book": IN_BOOK,
    "documents_seats": WHOLE,
    "documents_documents": IN_BOOK,
    "documents_document": READ,
    "documents_version": READ,
    "documents_statements": SIGN,
    "documents_draft": PROPOSE,
    "documents_save_draft": PROPOSE,
    "documents_discard_draft": PROPOSE,
    "documents_check": PROPOSE,
    "documents_propose": PROPOSE,
    "documents_withdraw": PROPOSE,
    "documents_sign": SIGN,
    "documents_reject": SIGN,
    "value_attribution": READ,
    "evidence_actuals": READ,
    "evidence_batches": READ,
    "evidence_attestations": READ,
    "evidence_certificate": READ,
    "evidence_disputes": READ,
    "evidence_report": REPORT,
    "evidence_paste": REPORT,
    "evidence_upload": REPORT,
    "evidence_report_for_book": EDIT,
    "evidence_verify": VERIFY,
    "evidence_attest": ATTEST,
    "evidence_dispute": PROPOSE,
    "evidence_answer": READ,
    "evidence_stakes": IN_BOOK,
    "evidence_declare": STAKES,
    "payments_of_book": WHOLE,
    "payments_of_agreement": READ,
    "payments_rows": READ,
    "payments_report": REPORT,
    "payments_paste": REPORT,
    "delivery_plans": SELF,
    "delivery_plan": READ,
    "delivery_schedule": READ,
    "delivery_why": READ,
    "delivery_export": READ,
    "delivery_progress": PROGRESS,
    "delivery_paste_progress": PROGRESS,
    "delivery_upload_progress": PROGRESS,
    "delivery_ask_frontier": PROPOSE,
    "delivery_frontier": READ,
    "delivery_containments": READ,
    "delivery_propose_containment": PROPOSE,
    "delivery_take_step": PROPOSE,
    "delivery_bring_in": EDIT,
    "delivery_brought": WHOLE,
    "delivery_record_brought": WHOLE,
    "surveys_surveys": SELF,
    "surveys_wave": WHOLE,
    "surveys_people": EDIT,
    "surveys_invite": EDIT,
    "surveys_links": EDIT,
    "surveys_remind": EDIT,
    "surveys_close": EDIT,
    "surveys_answers": EDIT,
    "surveys_revoke": EDIT,
    "surveys_erase": EDIT,
    "jobs_maps": SELF,
    "jobs_job_map": WHOLE,
    "jobs_scores": WHOLE,
    "jobs_segments": WHOLE,
    "jobs_shifts": WHOLE,
    "jobs_roadmap": WHOLE,
    "jobs_report": EDIT,
    "wins_keys": SELF_OWNER,
    "wins_destroy_key": SELF_OWNER,
    "wins_wins": (SIDES, frozenset()),
    "wins_write": (personas("customer, provider", "owner", "editor"), SIDES),
    "wins_bring": (personas("customer, provider", "owner", "editor"), SIDES),
    "wins_change_key": (personas("customer, provider", "owner"), SIDES),
    "wins_win": WIN_KNOWN,
    "wins_change": WIN_OWN,
    "wins_erase": WIN_KNOWN,
    "wins_read": (WIN_OWN[0], frozenset()),
    "wins_name_reader": WIN_OWN,
    "wins_end_reader": WIN_OWN,
    "horizons_ladders": SELF,
    "horizons_ladder": READ,
    "horizons_history": READ,
    "horizons_proposals": READ,
    "horizons_answer": PROGRESS,
    "horizons_answered": PROGRESS,
    "horizons_spend": PROPOSE,
    "value_business_case": READ,
    "value_benefits_network": READ,
    "value_goalposts": READ,
    "value_simulate_deal": READ,
    "value_every_goalpost": SELF,
    "operating_model_models": SELF,
    "operating_model_model": OVERSEEN,
    "operating_model_model_trace": OVERSEEN,
    "operating_model_gaps": OVERSEEN,
    "operating_model_what_if": OVERSEEN,
    "operating_model_seven_s": OVERSEEN,
    "operating_model_archimate": OVERSEEN,
    "operating_model_upload_archimate": EDIT,
    "worth_improvements": SELF,
    "worth_money": IN_BOOK,
    "worth_improvement": WHOLE,
    "calibration_calibration": IN_BOOK,
    "explore_cube": IN_BOOK,
    "explore_facts": IN_BOOK,
    "explore_views": IN_BOOK,
    "explore_keep_view": IN_BOOK_EDIT,
    "explore_remove_view": IN_BOOK_EDIT,
    "proofs_ledger": SELF,
    "proofs_checkpoint": SELF,
    "proofs_consistency": SELF,
    "proofs_entries": SELF,
    "proofs_entry": SELF,
    "proofs_receipt": SELF,
    "proofs_bundle": READ,
    "sources_sources": WHOLE,
    "sources_source": WHOLE,
    "sources_load_now": EDIT,
    "sources_schedule": EDIT,
    "sources_unschedule": EDIT,
    "sources_loads": WHOLE,
    "sources_load": WHOLE,
    "sources_files": WHOLE,
    "sources_upload": EDIT,
    "sources_secrets": EDIT,
    "sources_set_secret": EDIT,
    "sources_forget_secret": EDIT,
    "today_today": SELF,
    "work_work": SELF,
    "statements_priced": SELF,
    "statements_settlements": READ,
    "statements_draw_up": PROPOSE,
    "statements_check": READ,
    "statements_statement": READ,
    "statements_file": READ,
    "work_jobs": SELF,
    "work_schedules": SELF,
    "work_retry": SELF,
    "work_cancel": SELF,
    "notices_notices": SELF,
    "notices_mark_read": SELF_EDITOR,
    "notices_deliveries": SELF,
    "notices_wishes": SELF,
    "notices_wish": SELF_EDITOR,
    "notices_rhythm": SELF,
    "notices_set_rhythm": SELF_EDITOR,
    "notices_endpoints": SELF,
    "notices_set_endpoint": SELF_EDITOR,
    "notices_remove_endpoint": SELF_EDITOR,
}
UNKNOWN_THING = {
    # The path names a thing of one's own, and no such thing is there: whoever may gets 404 as well.
    "parties_withdraw", "parties_revoke_token", "parties_revoke_key", "delivery_brought", "delivery_record_brought",
    "evidence_certificate", "evidence_answer", "sources_load", "surveys_revoke", "surveys_erase", "work_retry",
    "work_cancel", "explore_remove_view", "parties_change_member", "parties_end_member", "wins_destroy_key",
    "wins_name_reader", "wins_end_reader",
}  # fmt: skip
PLACES = {
    "book": "northwind",
    "kind": "agreement",
    "id": "contact-centre",
    "seat": "brandt",
    "number": "1",
    "name": "NAME",
    "channel": "webhook",
    "index": "0",
    "job": "00000000-0000-0000-0000-000000000000",
}
EVIDENCE = {"kpi": "first-contact", "period": "2026-01-01/2026-02-01"}
BODIES: dict[str, Any] = {
    "parties_change_me": {"name": "N"},
    "parties_make_party": {"name": "New"},
    "parties_change_member": {"role": "editor"},
    "parties_invite": {"email": "new@elsewhere.example"},
    "parties_offer_seat": {"email": "new@elsewhere.example"},
    "parties_make_token": {"name": "t", "scopes": ["read"]},
    "parties_add_key": {"vkey": "x", "challenge": "x", "proof": "x"},
    "documents_save_draft": {"text": "kind: agreement\nid: contact-centre\n"},
    "documents_check": {"text": "kind: agreement\n"},
    "documents_sign": {"digest": "0" * 64},
    "documents_reject": {"reason": "no"},
    "evidence_report": {"rows": [{"kpi": "x", "period": "2026-01", "actual": 1}]},
    "evidence_report_for_book": {"rows": [{"kpi": "x", "period": "2026-01", "actual": 1}]},
    "evidence_paste": {"text": "kpi\tperiod\tactual\nx\t2026-01\t1"},
    "evidence_verify": {"evidence": [EVIDENCE], "statement": "checked"},
    "evidence_attest": {"evidence": [EVIDENCE], "statement": "checked"},
    "evidence_dispute": {"evidence": EVIDENCE, "reason": "wrong"},
    "evidence_answer": {"finding": "upheld"},
    "evidence_declare": {"stakes": []},
    "payments_report": {"rows": [{"kind": "invoiced", "period": "2026-01", "amount": 1}]},
    "payments_paste": {"text": "kind\tperiod\tamount\nx\t2026-01\t1"},
    "delivery_progress": {"rows": [{"activity": "x", "status_date": "2026-01-01", "percent": 1}]},
    "delivery_paste_progress": {"text": "activity\tstatus_date\tpercent\nx\t2026-01-01\t1"},
    "delivery_ask_frontier": {},
    "value_simulate_deal": {"provider_cost": 1000},
    "delivery_propose_containment": {"moves": ["no-such-move"]},
    "delivery_take_step": {"to": "costed"},
    "statements_draw_up": {"period": "2026-Q1"},
    "wins_write": GIVEN,
    "wins_change": GIVEN,
    "wins_bring": {"sealed": "x", "commitment": "0" * 64, "payment": False, "gift": False, "job_offer": False},
    "wins_change_key": {},
    "wins_name_reader": {"member": 999999},
    "horizons_answer": {"rows": [{"criterion": "again", "value": 9, "answered_on": "2026-01-01"}]},
    "horizons_spend": {"rows": [{"horizon": "individuals", "spent_on": "2999-01-01", "hours": 1}]},
    "surveys_invite": {"rows": [{"email": "somebody@elsewhere.example"}]},
    "surveys_links": {"count": 1},
    "explore_keep_view": {"name": "mine", "view": {}},
    "sources_schedule": {"minutes": 60},
    "sources_set_secret": {"value": "v"},
    "notices_mark_read": {},
    "notices_wish": {"wishes": []},
    "notices_set_rhythm": {"digest_at": "08:00"},
    "notices_set_endpoint": {"url": "https://hooks.example/x"},
}
QUERIES = {
    "proofs_consistency": "?old=1&new=1",
    "statements_file": "?form=csv",
    "operating_model_model_trace": "?element=answer",
    "operating_model_what_if": "?of=answer",
}
FILES = {
    "evidence_upload",
    "sources_upload",
    "delivery_upload_progress",
    "delivery_bring_in",
    "operating_model_upload_archimate",
}
OWN_SEAT = {"evidence_declare": {"seat": "northwind"}}
PLANS = {name: {"id": "contact-plan", "containment": "lend-editors"} for name in OPERATIONS if "delivery_" in name}
SURVEYS = {name: {"id": "panel", "wave": "now"} for name in OPERATIONS if name.startswith("surveys_")}
WORTH = {name: {"id": "options"} for name in OPERATIONS if name.startswith("worth_")}
MODELS = {name: {"id": "calls"} for name in OPERATIONS if name.startswith("operating_model_")}
STATED = ("statements_check", "statements_statement", "statements_file")
STATEMENTS = {name: {"id": "contact-centre-2026-q1", "form": "csv"} for name in STATED}
HORIZONS = {name: {"id": "desk-people"} for name in OPERATIONS if name.startswith(("horizons_", "wins_"))}
JOBS = {name: {"id": "settle"} for name in OPERATIONS if name.startswith("jobs_")}
JOBS["jobs_report"] = {"id": "panel", "wave": "past"}
SOURCES = {name: {"id": "claims"} for name in OPERATIONS if name.startswith("sources_")}


def path_of(name: str, **other: str) -> str:
    _, path, _ = OPERATIONS[name]
    places = {
        **PLACES,
        **OWN_SEAT.get(name, {}),
        **PLANS.get(name, {}),
        **SOURCES.get(name, {}),
        **SURVEYS.get(name, {}),
        **JOBS.get(name, {}),
        **STATEMENTS.get(name, {}),
        **WORTH.get(name, {}),
        **HORIZONS.get(name, {}),
        **MODELS.get(name, {}),
        **other,
    }
    for part in [part for part in path.split("/") if part.startswith("{")]:
        path = path.replace(part, places.get(part[1:-1], "999999"))
    return path + QUERIES.get(name, "")


def ask(world: World, name: str, persona: str, scopes: frozenset[str] | None = None, **other: str) -> Any:  # noqa: F811
    """The answer, after which all is as before."""
    method, _, _ = OPERATIONS[name]
    other.setdefault("win", world.win)
    program, path = world.program(persona, scopes), path_of(name, **other)
    with transaction.atomic():
        if name in FILES:
            sent = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nkpi\n\r\n--x--\r\n'
            answer = program.ask(method, path, sent, Content_Type="multipart/form-data; boundary=x")
        else:
            answer = program.ask(method, path, BODIES.get(name))
        transaction.set_rollback(True)
    return answer


@pytest.fixture(autouse=True)
def at_the_database(db: None) -> None:
    """Every test here asks."""


@pytest.fixture(scope="module", autouse=True)
def assessed_once() -> Iterator[None]:
    """What goes into a bundle is the same for all who may have it: the world stays as it was made."""
    gather, made = bundles.gather, dict[tuple[str, Grade], BundleInput]()

    def once(book: Any, snapshot: Any, moment: Any, agreement: str, *, grade: Grade) -> BundleInput:
        if (agreement, grade) not in made:
            made[agreement, grade] = gather(book, snapshot, moment, agreement, grade=grade)
        return made[agreement, grade]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundles, "gather", once)
        yield


def test_every_operation_has_a_row_and_each_that_takes_a_body_has_one():
    assert set(MAY) == set(OPERATIONS)
    takes = {name for name, (_, _, found) in OPERATIONS.items() if "requestBody" in found}
    assert takes == set(BODIES) | FILES


def scope_of(name: str) -> str:
    """The scope that an operation takes, as its description says."""
    method, _, found = OPERATIONS[name]
    return str(found.get("x-scope", "read" if method == "GET" else "write"))


def expected(name: str, persona: str) -> set[int]:
    may, sees = MAY[name]
    if persona in UNSEATED:
        return {401}
    if persona in may:
        return {404} if name in UNKNOWN_THING else {200, 201, 202, 204, 409, 422}
    if persona in sees:
        return {403}
    # A token that lacks the scope is told so before anything is looked for: there or not, the answer is the same.
    return {404} if scope_of(name) in SCOPES_OF[persona.rsplit(" ", 1)[1]] else {403, 404}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_allowed_exactly_where_the_table_says(name: str, world: World):  # noqa: F811
    wrong = {}
    for persona in PERSONAS:
        answer = ask(world, name, persona)
        if answer.status_code not in expected(name, persona):
            wrong[persona] = (answer.status_code, said(answer).get("detail") if answer.content else "")
    assert not wrong


@pytest.mark.parametrize("name", sorted(name for name in OPERATIONS if "{book}" in OPERATIONS[name][1]))
def test_what_is_not_yours_looks_like_what_is_not_there(name: str, world: World):  # noqa: F811
    """To a stranger, the answer about a thing that is there is that about one that is not, but for its name."""
    there = ask(world, name, "stranger owner")
    missing = ask(world, name, "stranger owner", book="no-such-book")
    assert there.status_code == missing.status_code == 404
    assert there.content.replace(b"northwind", b"X") == re.sub(b"northwind|no-such-book", b"X", missing.content)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_token_without_the_scope_does_nothing(name: str, world: World):  # noqa: F811
    scope, (may, _) = scope_of(name), MAY[name]
    for persona in sorted(may):
        if scope in SCOPES_OF[world.actors[persona].role]:
            answer = ask(world, name, persona, frozenset(SCOPES) - {scope})
            assert answer.status_code in ({403, 404} if name in UNKNOWN_THING else {403}), (persona, answer.content)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_token_with_the_scope_needs_no_other_but_to_read(name: str, world: World):  # noqa: F811
    scope, (may, _) = scope_of(name), MAY[name]
    for persona in sorted(may):
        if scope in SCOPES_OF[world.actors[persona].role]:
            answer = ask(world, name, persona, frozenset({"read", scope}))
            assert answer.status_code in expected(name, persona), (persona, answer.content)
