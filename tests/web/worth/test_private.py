"""What a party thinks of doing is its own: nobody else learns of it, by any door of the server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.worth.options import OURS, SECRET, THEIRS, agreed
from trueup.book import Book as Documents
from trueup.vocabulary import DocumentError
from trueup.web.documents import listing, queries
from trueup.web.documents.access import document_place
from trueup.web.documents.actions import propose, save_draft
from trueup.web.documents.exporting import export_book
from trueup.web.documents.models import AgreementSeat, Version
from trueup.web.ledger.models import Leaf
from trueup.web.notices.events import Event, news_of
from trueup.web.parties.access import Actor, NotFound, Refused
from trueup.web.parties.models import User
from trueup.web.proofs import queries as proofs
from trueup.web.proofs.bundles import bundle
from trueup.web.today.waiting import waiting

pytestmark = pytest.mark.django_db
OWN, OTHERS = ("northwind:replace", "acme:upsell")
Personas = dict[str, Any]
CUSTOMERS = ("customer owner", "customer editor", "customer viewer")
PROVIDERS = ("provider owner", "provider editor", "provider viewer")
NEITHER = (
    *(f"{seat} {role}" for seat in ("other provider", "observer") for role in ("owner", "editor", "viewer")),
    "stranger",
)


def reads(actor: Actor | None, id_: str) -> bool:
    try:
        document_place(actor, "northwind", "improvement", id_)
    except (NotFound, Refused):
        return False
    return True


def test_every_persona_reads_just_its_own_partys(personas: Personas) -> None:
    for name, actor in personas.items():
        seen = {id_ for id_ in (OWN, OTHERS) if reads(actor, id_)}
        assert seen == ({OWN} if name in CUSTOMERS else {OTHERS} if name in PROVIDERS else set()), name


def test_lists_and_searches_have_just_ones_own(personas: Personas) -> None:
    for name, actor in personas.items():
        if name in ("stranger", "anonymous"):
            continue
        ids = {row.id for row in listing.every(actor, "northwind", kind="improvement")}
        assert ids == ({OWN} if name in CUSTOMERS else {OTHERS} if name in PROVIDERS else set())
        found = listing.every(actor, "northwind", words=SECRET[:10])
        assert bool(found) == (name in CUSTOMERS)


def test_what_is_not_yours_and_what_is_not_there_look_the_same(personas: Personas) -> None:
    for name in (*PROVIDERS, *NEITHER):
        there, nowhere = (_said(personas[name], id_) for id_ in (OWN, "northwind:no-such"))
        assert there.replace(OWN, "X") == nowhere.replace("northwind:no-such", "X")


def _said(actor: Actor, id_: str) -> str:
    with pytest.raises(NotFound) as refused:
        document_place(actor, "northwind", "improvement", id_)
    return str(refused.value)


def test_a_name_that_is_taken_tells_nothing(personas: Personas) -> None:
    """A draft is begun under the own party's name only: free or taken by another, the answer is the same."""
    for id_ in (OWN, "northwind:free", "replace", "sint:mine"):
        with pytest.raises(NotFound):
            save_draft(personas["provider owner"], "northwind", "improvement", id_, THEIRS)
    checked = save_draft(personas["provider owner"], "northwind", "improvement", "acme:replace", THEIRS)
    assert checked.key.number == 1


def test_a_draft_cannot_be_written_for_another_party(personas: Personas) -> None:
    text = THEIRS.replace("party: acme", "party: northwind").replace(OTHERS, "acme:more")
    checked = save_draft(personas["provider owner"], "northwind", "improvement", "acme:more", text)
    assert [issue.message for issue in checked.own] == ["the id 'acme:more' is of a document of 'acme'"]


def test_suggestions_name_only_what_the_party_sees(personas: Personas) -> None:
    """sint has no part in the contact centre: no editor of its options names its KPIs, nor guesses them."""
    owner = personas["other provider owner"]
    seen = queries.editing(owner, "northwind", "improvement", "sint:own")
    of_centre = {row.id for row in listing.every(personas["customer owner"], "northwind", kind="kpi")} - set(seen.kpis)
    assert of_centre
    wrong = sorted(of_centre)[0]
    text = f"kind: improvement\nid: sint:own\nparty: sint\nkpi: {wrong}x\nworth: {{per_unit: 1}}\nhorizon: 1\n"
    checked = save_draft(
        owner, "northwind", "improvement", "sint:own", text + "options: [{id: a, effect: 1, cost: 1}]\n"
    )
    told = " ".join(f"{issue.message} {issue.suggestion}" for issue in checked.issues)
    assert f"there is no KPI '{wrong}x'" in told
    assert f"'{wrong}'" not in told.replace(f"'{wrong}x'", "")


def test_checking_another_document_tells_nothing_of_it(personas: Personas) -> None:
    text = queries.editing(personas["provider owner"], "northwind", "agreement", "claims-platform").text
    checked = save_draft(
        personas["provider owner"], "northwind", "agreement", "claims-platform", text.replace("42000", "1")
    )
    assert not [issue for issue in checked.elsewhere if "improvement" in str(issue)]


def test_the_ledger_holds_digests_only_and_shows_them_to_their_party(personas: Personas) -> None:
    private = [leaf for leaf in Leaf.objects.all() if leaf.subject.startswith("private/")]
    assert [leaf.type for leaf in private] == ["version.proposed", "version.signed", "version.in_force"] * 2
    for leaf in Leaf.objects.all():
        assert "upsell" not in leaf.data
        assert "replace" not in leaf.data
    theirs = {leaf.index for leaf in private if '"actor":"acme/' in leaf.data}
    shown = {each.index for each in proofs.overview(personas["customer owner"], None, None).entries if each.entry}
    assert not shown & theirs
    assert theirs <= {
        each.index for each in proofs.overview(personas["provider owner"], None, None).entries if each.entry
    }


def drafted(owner: Actor) -> Version:
    """Another one, proposed and not signed."""
    text = THEIRS.replace(OTHERS, "acme:more")
    save_draft(owner, "northwind", "improvement", "acme:more", text)
    return propose(owner, "northwind", "improvement", "acme:more")


def test_nobody_else_is_asked_to_sign_or_told(personas: Personas) -> None:
    drafted(personas["provider owner"])
    waits = {
        name: [each.id for each in waiting(actor) if each.kind == "improvement"]
        for name, actor in personas.items()
        if actor
    }
    assert {name for name, ids in waits.items() if ids} == set(PROVIDERS)
    for leaf in Leaf.objects.filter(subject__startswith="private/"):
        assert not list(news_of(Event.of(leaf)))


def test_a_document_of_the_same_name_as_an_agreement_is_no_way_in(personas: Personas) -> None:
    """Proposals that concern an agreement's parties are found by its id; an improvement of that id is not one."""
    version = drafted(personas["provider owner"])
    Version.objects.filter(pk=version.pk).update(doc_id="claims-platform")
    assert not [each for each in waiting(personas["customer owner"]) if each.kind == "improvement"]


def test_bundles_and_exports_leave_it_behind(personas: Personas, tmp_path: Path) -> None:
    from django.utils import timezone

    from trueup.vocabulary import Grade

    data = bundle(
        personas["provider owner"], "northwind", "claims-platform", as_of=None, grade=Grade.reported, now=timezone.now()
    )
    assert SECRET.encode() not in data
    assert b"archive" not in data
    export_book("northwind", tmp_path / "all")
    assert not Documents.load(tmp_path / "all").improvements
    export_book("northwind", tmp_path / "ours", ["northwind"])
    assert list(Documents.load(tmp_path / "ours").improvements) == [OWN]


def test_an_observer_reads_what_is_shown_to_it_and_signs_nothing(personas: Personas) -> None:
    shown = OURS.replace("party: northwind\n", "version: 2\nparty: northwind\nshown_to: [assay]\n")
    agreed(personas["customer owner"], shown)
    assert reads(personas["observer owner"], OWN)
    assert not reads(personas["other provider owner"], OWN)
    assert [row.id for row in listing.every(personas["observer owner"], "northwind", kind="improvement")] == [OWN]
    with pytest.raises(Refused):
        document_place(personas["observer owner"], "northwind", "improvement", OWN, "version.propose")


def test_signing_takes_ones_own_party_alone(personas: Personas) -> None:
    version = Version.objects.get(doc_id=OTHERS)
    assert version.state == "in_force"
    assert [each.seat.local_id for each in version.signatures.all()] == ["acme"]


def test_a_draft_in_force_leaves_all_seats_as_they_are(personas: Personas) -> None:
    """What a private draft is checked against is a part of the book: nobody loses a seat by that."""
    agreements = {row.agreement for row in AgreementSeat.objects.filter(seat__local_id="northwind")}
    assert {"claims-platform", "contact-centre"} <= agreements


@pytest.mark.parametrize("persona", ["provider owner", "other provider owner", "observer owner", "stranger"])
def test_no_page_of_anybody_else_has_it(personas: Personas, persona: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=personas[persona].user))
    pages = ("/", "/agreements", "/books", "/books/northwind/documents", "/ledger", "/worth", "/notices", "/explore",
             "/agreements/northwind/claims-platform", "/books/northwind/documents?q=Replace", f"/worth/northwind/{OWN}",
             f"/books/northwind/documents/improvement/{OWN}", "/api/v1/books/northwind/documents", "/api/v1/worth",
             f"/api/v1/books/northwind/worth/{OWN}", "/api/v1/ledger/entries", "/api/v1/today")  # fmt: skip
    for page in pages:
        text = client.get(page).content.decode()
        assert SECRET not in text, page
        assert "Another platform" not in text, page


def test_low_is_above_mode_is_told_at_its_line(personas: Personas) -> None:
    text = OURS.replace("[0.1, 0.6, 1.0]", "[0.7, 0.6, 1.0]").replace(OWN, "northwind:new")
    checked = save_draft(personas["customer owner"], "northwind", "improvement", "northwind:new", text)
    (issue,) = [each for each in checked.own if each.level == "error"]
    assert (issue.path, issue.line) == ("options[0].effect.triangular", 12)
    assert not isinstance(issue, DocumentError)
