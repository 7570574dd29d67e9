"""From a draft to a version in force, and everything that may not happen on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from trueup.ledger.encoding import to_base64
from trueup.ledger.keys import SigningKey as PrivateKey
from trueup.ledger.statement import Signature as Signed
from trueup.ledger.statement import Statement, Subject
from trueup.vocabulary import DocumentError, LedgerError, TrueupError
from trueup.vocabulary.horizon import HORIZONS
from trueup.web.documents import actions, books, queries
from trueup.web.documents.access import document_place
from trueup.web.documents.actions.drafts import begun, mark_of
from trueup.web.documents.actions.signatures import subject_of, waiting_for
from trueup.web.documents.checking import Key
from trueup.web.documents.errors import Conflict, Unready
from trueup.web.documents.files import LARGEST
from trueup.web.documents.models import AgreementSeat, Version
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import Actor, NotFound, Refused
from trueup.web.parties.models import SigningKey

pytestmark = pytest.mark.django_db
ID = "claims-platform"
Personas = dict[str, Actor | None]


def amended(book: str, id: str = ID, was: str = "target: 5", now: str = "target: 7") -> str:
    text = begun(Key(book, "agreement", id, 2)).replace('why: ""', "why: the platform came late")
    assert was in text
    return text.replace(was, now)


@pytest.fixture
def proposed(book: str, personas: Personas) -> Version:
    actions.save_draft(personas["provider editor"], book, "agreement", ID, amended(book))
    return actions.propose(personas["provider editor"], book, "agreement", ID)


def sign(actor: Actor | None, version: Version, signed: Signed | None = None) -> Version:
    book = version.book.slug
    return actions.sign(actor, book, version.kind, version.doc_id, version.number, version.digest, signed)


def test_a_version_is_in_force_when_every_party_has_signed(proposed: Version, personas: Personas) -> None:
    book = proposed.book.slug
    assert waiting_for(proposed) == ("northwind", "acme", "sint")
    for signer, left in (("provider owner", ("northwind", "sint")), ("other provider", ("northwind",))):
        assert waiting_for(sign(personas[signer], proposed)) == left
        assert books.open_book(book).book.agreement(ID).latest.version == 1
    version = sign(personas["customer owner"], proposed)
    agreement = books.open_book(book).book.agreement(ID)
    assert version.state == "in_force"
    assert (agreement.latest.version, agreement.latest.digest) == (2, version.digest)
    assert agreement.first.version == 1
    assert [leaf.type for leaf in Leaf.objects.filter(subject=f"agreement/{ID}").order_by("index")] == [
        "version.proposed", "version.signed", "version.signed", "version.signed", "version.in_force",
    ]  # fmt: skip


def test_what_was_known_before_does_not_know_the_amendment(proposed: Version, personas: Personas) -> None:
    before = timezone.now()
    for signer in ("provider owner", "other provider", "customer owner"):
        sign(personas[signer], proposed)
    book = proposed.book.slug
    assert books.open_book(book, known_at=before).book.agreement(ID).latest.version == 1
    assert books.open_book(book, known_at=timezone.now()).book.agreement(ID).latest.version == 2


@pytest.mark.parametrize(
    ("persona", "error"),
    [
        ("customer editor", Refused), ("customer viewer", Refused), ("provider editor", Refused),
        ("observer", Refused), ("stranger", NotFound), ("anonymous", NotFound),
    ],
)  # fmt: skip
def test_nobody_signs_but_an_owner_of_a_party(
    proposed: Version, personas: Personas, persona: str, error: type[TrueupError]
) -> None:
    with pytest.raises(error):
        sign(personas[persona], proposed)
    assert not proposed.signatures.exists()


@pytest.mark.parametrize(
    ("persona", "error"),
    [
        ("customer viewer", Refused), ("provider viewer", Refused), ("observer", Refused),
        ("stranger", NotFound), ("anonymous", NotFound),
    ],
)  # fmt: skip
def test_nobody_drafts_but_editors_of_the_parties(
    book: str, personas: Personas, persona: str, error: type[TrueupError]
) -> None:
    for act in (
        lambda: actions.save_draft(personas[persona], book, "agreement", ID, "x"),
        lambda: actions.discard_draft(personas[persona], book, "agreement", ID),
        lambda: actions.propose(personas[persona], book, "agreement", ID),
        lambda: actions.withdraw(personas[persona], book, "agreement", ID, 2),
        lambda: actions.reject(personas[persona], book, "agreement", ID, 2, "no"),
    ):
        with pytest.raises(error):
            act()
    assert not Version.objects.exclude(state="in_force").exists()


def test_a_provider_drafts_neither_a_new_agreement_nor_the_customers_documents(book: str, personas: Personas) -> None:
    for kind, name in (("agreement", "another"), ("book", "northwind"), ("source", "claims")):
        with pytest.raises(NotFound):
            actions.save_draft(personas["provider owner"], book, kind, name, f"kind: {kind}\nid: {name}\n")


def spied(book: str, kpi: str) -> str:
    """An amendment in which one more objective rests on a KPI."""
    text = amended(book)
    start = text.index("  - id: ")
    more = text[start : text.index("  - id: ", start + 1)]
    name = next(line for line in more.splitlines() if line.strip().startswith("kpi: "))
    again = more.replace("  - id: ", "  - id: more-", 1).replace(name, f"    kpi: {kpi}")
    return text[:start] + again + text[start:]


def test_a_provider_names_no_kpi_that_it_does_not_see_and_learns_nothing_of_it(book: str, personas: Personas) -> None:
    """Who signs an agreement sees its KPIs: a proposal of one's own must not open another's."""
    for kpi in ("settlement_amount", "settlement_amounts"):
        checked = actions.save_draft(personas["provider editor"], book, "agreement", ID, spied(book, kpi))
        assert not checked.is_valid
        [issue] = [issue for issue in checked.own if issue.path == "objectives[0].kpi"]
        assert issue.message == f"there is no KPI {kpi!r}"
        assert "settlement_amount'" not in (issue.suggestion or "")
        with pytest.raises(Unready):
            actions.propose(personas["provider editor"], book, "agreement", ID)
    with pytest.raises(NotFound):
        document_place(personas["provider editor"], book, "kpi", "settlement_amount")
    editing = queries.editing(personas["provider editor"], book, "agreement", ID)
    assert "settlement_amount" not in editing.kpis
    assert "brandt" not in editing.parties
    seen = actions.save_draft(personas["customer editor"], book, "agreement", ID, spied(book, "settlement_amount"))
    assert "objectives[0].kpi" not in {issue.path for issue in seen.own}


def test_a_provider_learns_nothing_of_other_agreements_from_a_case_or_a_ladder(book: str, personas: Personas) -> None:
    case = "kind: business_case\nid: mine\ntitle: Mine\nparty: acme\nagreement: mueller\n"
    case += "on: 2026-01-01\nrate: 0.05\nstart: 2026-01-01\nyears: 2\nbenefits:\n  - {id: x, flows: [1, 2]}\n"
    ladder = "kind: stakeholders\nid: mine\ntitle: Mine\nagreement: mueller\nlevels:\n" + "".join(
        f"  - {{horizon: {horizon}, owner: acme, criteria: [{{id: {horizon}, title: T, kpi: matter_settle, "
        "scale: [0, 1]}]}\n"
        for horizon in HORIZONS
    )
    for kind, text in (("business_case", case), ("stakeholders", ladder)):
        said = actions.save_draft(personas["provider editor"], book, kind, "mine", text)
        assert "there is no agreement 'mueller'" in {issue.message for issue in said.own}
        assert "matter_settled" not in " ".join(issue.suggestion or "" for issue in said.own)
        seen = actions.save_draft(personas["customer editor"], book, kind, "mine", text)
        assert "there is no agreement 'mueller'" not in {issue.message for issue in seen.own}


def test_a_provider_amends_what_names_kpis_that_it_does_not_see(book: str, personas: Personas) -> None:
    text = begun(Key(book, "stakeholders", "contact-people", 2))
    with pytest.raises(NotFound):
        document_place(personas["provider editor"], book, "kpi", "incident_hours")
    assert "incident_hours" in text
    assert actions.save_draft(personas["provider editor"], book, "stakeholders", "contact-people", text).is_valid


def test_a_provider_learns_nothing_of_what_others_promise_by_a_kpi_that_it_sees(book: str, personas: Personas) -> None:
    shared = amended(book, "academy", "kpi: course_completion", "kpi: portal_uptime")
    actions.save_draft(personas["customer editor"], book, "agreement", "academy", shared)
    version = actions.propose(personas["customer editor"], book, "agreement", "academy")
    for signer in ("other provider", "customer owner"):
        version = sign(personas[signer], version)
    assert version.state == "in_force"
    turned = begun(Key(book, "kpi", "portal_uptime", 2)).replace("direction: increase", "direction: decrease")
    found = actions.save_draft(personas["provider editor"], book, "kpi", "portal_uptime", turned)
    assert [issue.file for issue in found.elsewhere] == ["another document", "agreement/portal@1"]
    assert "academy" not in str(found.elsewhere)
    assert found.elsewhere[0].path is None
    assert "the target" not in found.elsewhere[0].message
    assert not found.is_valid
    seen = actions.save_draft(personas["customer editor"], book, "kpi", "portal_uptime", turned)
    assert {issue.file for issue in seen.elsewhere} == {"agreement/academy@2", "agreement/portal@1"}


def test_a_draft_may_be_wrong_and_every_issue_has_its_line(book: str, personas: Personas) -> None:
    text = amended(book).replace("customer: northwind", "customer: nrthwind").replace("target: 7", "target: soon")
    checked = actions.save_draft(personas["customer editor"], book, "agreement", ID, text)
    lines = text.splitlines()
    errors = {issue.path: issue for issue in checked.own if issue.level == "error"}
    target = next(issue for path, issue in errors.items() if path and path.endswith("target"))
    assert "soon" in lines[(target.line or 0) - 1]
    assert Version.objects.get(state="draft").text == text
    with pytest.raises(Unready):
        actions.propose(personas["customer editor"], book, "agreement", ID)
    assert Version.objects.get(state="draft").text == text


@pytest.mark.parametrize(
    ("gone", "path"),
    [
        ("baseline:", "objectives[0]"), ("due:", "objectives[0]"), ("owner:", "objectives[0]"),
        ("evidence:", "objectives[0]"),
    ],
)  # fmt: skip
def test_an_agreement_that_lacks_something_is_not_proposed_and_says_where(
    book: str, personas: Personas, gone: str, path: str
) -> None:
    text = amended(book)
    first = text.index(f"    {gone}")
    lacking = text[:first] + text[text.index("\n", first) + 1 :]
    actions.save_draft(personas["customer editor"], book, "agreement", ID, lacking)
    with pytest.raises(Unready) as why:
        actions.propose(personas["customer editor"], book, "agreement", ID)
    assert [issue.path for issue in why.value.issues] == [path]
    assert not Leaf.objects.filter(type="version.proposed").exists()


def test_an_amendment_without_a_reason_is_not_proposed(book: str, personas: Personas) -> None:
    text = amended(book).replace("why: the platform came late", 'why: ""')
    actions.save_draft(personas["customer editor"], book, "agreement", ID, text)
    with pytest.raises(Unready, match="moved the promise"):
        actions.propose(personas["customer editor"], book, "agreement", ID)


def test_a_kpi_keeps_its_measurement_plan_while_an_agreement_rests_on_it(book: str, personas: Personas) -> None:
    text = begun(Key(book, "kpi", "claim_cycle_days", 2))
    start, end = text.index("measurement:"), text.index("formula:")
    actions.save_draft(personas["customer editor"], book, "kpi", "claim_cycle_days", text[:start] + text[end:])
    with pytest.raises(Unready, match="measurement plan"):
        actions.propose(personas["customer editor"], book, "kpi", "claim_cycle_days")


def test_another_document_another_number_and_a_date_of_agreement_are_refused(book: str, personas: Personas) -> None:
    text = amended(book).replace(f"id: {ID}", "id: other", 1).replace("version: 2", "version: 3")
    checked = actions.save_draft(
        personas["customer editor"], book, "agreement", ID, text + "agreed_at: 2020-01-01T00:00:00Z\n"
    )
    assert {"id", "version", "agreed_at"} <= {issue.path for issue in checked.own if issue.level == "error"}
    two = actions.save_draft(personas["customer editor"], book, "agreement", ID, amended(book) + "---\nkind: kpi\n")
    assert any("one document" in issue.message for issue in two.own)


def test_a_document_that_is_too_large_is_refused_and_not_kept(book: str, personas: Personas) -> None:
    with pytest.raises(TrueupError, match="bytes"):
        actions.save_draft(personas["customer editor"], book, "agreement", ID, "#" * (LARGEST + 1))
    assert not Version.objects.filter(state="draft").exists()


def test_a_colleague_does_not_overwrite_what_they_have_not_seen(book: str, personas: Personas) -> None:
    first = amended(book)
    actions.save_draft(personas["customer editor"], book, "agreement", ID, first)
    actions.save_draft(personas["customer owner"], book, "agreement", ID, first + "# mine\n", seen=mark_of(first))
    with pytest.raises(Conflict, match="meanwhile"):
        actions.save_draft(
            personas["customer editor"], book, "agreement", ID, first + "# too late", seen=mark_of(first)
        )
    assert Version.objects.get(state="draft").text == first + "# mine\n"


def test_each_party_has_a_draft_of_its_own(book: str, personas: Personas) -> None:
    for persona, target in (("customer editor", "target: 4"), ("provider editor", "target: 9")):
        actions.save_draft(personas[persona], book, "agreement", ID, amended(book, now=target))
    assert Version.objects.filter(state="draft").count() == 2
    actions.propose(personas["customer editor"], book, "agreement", ID)
    with pytest.raises(Conflict, match="waits for signatures"):
        actions.propose(personas["provider editor"], book, "agreement", ID)


def test_who_signs_another_version_than_they_saw_is_told(proposed: Version, personas: Personas) -> None:
    book, seen = proposed.book.slug, proposed.digest
    actions.withdraw(personas["provider editor"], book, "agreement", ID, 2)
    actions.save_draft(personas["provider editor"], book, "agreement", ID, amended(book, now="target: 9"))
    actions.propose(personas["provider editor"], book, "agreement", ID)
    with pytest.raises(Conflict, match="not the one that you saw"):
        actions.sign(personas["customer owner"], book, "agreement", ID, 2, seen)


def test_a_party_signs_once(proposed: Version, personas: Personas) -> None:
    sign(personas["customer owner"], proposed)
    with pytest.raises(Refused, match="has signed"):
        sign(personas["customer owner"], proposed)
    assert proposed.signatures.count() == 1


def test_what_is_in_force_is_not_signed_again_nor_withdrawn(proposed: Version, personas: Personas) -> None:
    for signer in ("provider owner", "other provider", "customer owner"):
        sign(personas[signer], proposed)
    with pytest.raises(Conflict, match="in force"):
        sign(personas["customer owner"], proposed)
    with pytest.raises(Conflict):
        actions.withdraw(personas["provider editor"], proposed.book.slug, "agreement", ID, 2)


def test_a_proposal_is_withdrawn_by_its_party_and_rejected_by_the_others(proposed: Version, personas: Personas) -> None:
    book = proposed.book.slug
    with pytest.raises(Refused, match="only the party that proposed"):
        actions.withdraw(personas["customer editor"], book, "agreement", ID, 2)
    with pytest.raises(TrueupError, match="say why"):
        actions.reject(personas["customer owner"], book, "agreement", ID, 2, "  ")
    version = actions.reject(personas["customer owner"], book, "agreement", ID, 2, "seven days is too many")
    assert (version.state, version.reason) == ("withdrawn", "seven days is too many")
    with pytest.raises(NotFound):
        sign(personas["customer owner"], proposed)
    assert Leaf.objects.filter(type="version.withdrawn").count() == 1


def test_an_agreement_over_a_kpi_that_has_changed_meanwhile_is_proposed_again(
    proposed: Version, personas: Personas
) -> None:
    book = proposed.book.slug
    text = begun(Key(book, "kpi", "claim_cycle_days", 2)).replace(
        "name: Claim cycle time", "name: Cycle time of claims"
    )
    actions.save_draft(personas["customer editor"], book, "kpi", "claim_cycle_days", text)
    kpi = actions.propose(personas["customer editor"], book, "kpi", "claim_cycle_days")
    assert set(waiting_for(kpi)) == {"northwind", "acme", "sint"}
    for signer in ("customer owner", "provider owner", "other provider"):
        sign(personas[signer], kpi)
    with pytest.raises(Conflict, match="kpi/claim_cycle_days@2"):
        sign(personas["customer owner"], proposed)


def test_a_provider_that_is_written_out_signs_that(book: str, personas: Personas) -> None:
    text = amended(book).replace("providers: [acme, sint]", "providers: [acme]").replace("[sint, acme]", "[acme]")
    actions.save_draft(personas["customer editor"], book, "agreement", ID, text)
    version = actions.propose(personas["customer editor"], book, "agreement", ID)
    assert waiting_for(version) == ("northwind", "acme", "sint")


def test_a_new_agreement_is_seen_by_its_parties_once_it_is_proposed(book: str, personas: Personas) -> None:
    text = begun(Key(book, "agreement", ID, 2)).replace(f"id: {ID}", "id: second", 1)
    text = (
        text.replace("version: 2\n", "")
        .replace('why: ""\n', "")
        .replace("providers: [acme, sint]", "providers: [acme]")
    )
    text = text.replace("[sint, acme]", "[acme]").replace("party: sint", "party: acme")
    text = text.replace("business_case: claims-case\n", "")  # it is another agreement's
    actions.save_draft(personas["customer editor"], book, "agreement", "second", text)
    assert not AgreementSeat.objects.filter(agreement="second").exists()
    version = actions.propose(personas["customer editor"], book, "agreement", "second")
    assert set(AgreementSeat.objects.filter(agreement="second").values_list("seat__local_id", flat=True)) == {
        "northwind", "acme", "assay",
    }  # fmt: skip
    for signer in ("customer owner", "provider owner"):
        sign(personas[signer], version)
    assert books.open_book(book).book.agreement("second").latest.digest == version.digest


@pytest.fixture
def own_key(db: None) -> Callable[[Actor | None], PrivateKey]:
    def make(actor: Actor | None) -> PrivateKey:
        assert actor is not None
        key = PrivateKey.generate("a-key")
        SigningKey.objects.create(member_id=actor.member, vkey=str(key.verifier))
        return key

    return make


def signed(actor: Actor | None, proposed: Version, key: PrivateKey, party: str, **changed: object) -> Signed:
    assert actor is not None
    about = {word: value for word, value in changed.items() if word in Subject.model_fields}
    subject = subject_of(proposed).model_copy(update=about)
    at = changed.get("at", timezone.now())
    assert isinstance(at, dt.datetime)
    member = str(changed.get("member", actor.name))
    statement = Statement.about(subject, party=party, member=member, held="member", key=key.verifier, at=at)
    return Signed(statement.encoded.decode(), to_base64(key.sign(statement.encoded)))


def test_a_member_signs_with_their_own_key_and_it_shows(
    proposed: Version, personas: Personas, own_key: Callable[[Actor | None], PrivateKey]
) -> None:
    owner = personas["customer owner"]
    sign(owner, proposed, signed(owner, proposed, own_key(owner), "northwind"))
    sign(personas["provider owner"], proposed)
    held = dict(proposed.signatures.values_list("seat__local_id", "held"))
    assert held == {"northwind": "member", "acme": "server"}


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "portal"}, {"version": 3}, {"digest": "0" * 64}, {"stands_on": {}}, {"book": "other"}, {"kind": "kpi"},
        {"member": "acme/1"}, {"at": timezone.now() - dt.timedelta(hours=2)},
        {"at": timezone.now() + dt.timedelta(hours=2)},
    ],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_a_signature_of_anything_else_is_refused(
    proposed: Version, personas: Personas, own_key: Callable[[Actor | None], PrivateKey], changed: dict[str, object]
) -> None:
    owner = personas["customer owner"]
    with pytest.raises(LedgerError):
        sign(owner, proposed, signed(owner, proposed, own_key(owner), "northwind", **changed))
    assert not proposed.signatures.exists()


def test_a_forged_signature_and_anothers_key_and_seat_are_refused(
    proposed: Version, personas: Personas, own_key: Callable[[Actor | None], PrivateKey]
) -> None:
    owner, other = personas["customer owner"], personas["provider owner"]
    key = own_key(owner)
    good = signed(owner, proposed, key, "northwind")
    for bad in (
        Signed(good.text, to_base64(b"\x00" * 64)),
        Signed(good.text.replace("northwind", "nortwhind", 1), good.signature),
        Signed("{}", good.signature),
        signed(owner, proposed, key, "acme"),
        signed(owner, proposed, PrivateKey.generate("unknown"), "northwind"),
        signed(owner, proposed, own_key(other), "northwind"),
    ):
        with pytest.raises(LedgerError):
            sign(owner, proposed, bad)
    with pytest.raises(LedgerError):
        sign(other, proposed, good)
    assert not proposed.signatures.exists()


def test_a_document_is_stated_at_once_and_refused_when_the_book_would_be_wrong(book: str, personas: Personas) -> None:
    from trueup.agreements.documents import Dispute
    from trueup.web.documents.access import agreement_place

    owner = personas["provider owner"]
    assert owner is not None
    place = agreement_place(owner, book, ID, "dispute.open")
    about = {"kpi": "claim_cycle_days", "period": "2026-08-01/2026-09-01"}
    said = {"id": "d9", "by": "acme", "at": timezone.now(), "evidence": about, "reason": "a <b>wrong</b> figure"}
    version = actions.state(owner, place, Dispute.model_validate(said), "dispute.opened")
    assert books.open_book(book).book.disputes["d9"].latest.digest == version.digest
    assert Leaf.objects.filter(type="dispute.opened", subject="dispute/d9").count() == 1
    wrong = Dispute.model_validate(said | {"id": "d10", "evidence": about | {"kpi": "nothing"}})
    with pytest.raises(DocumentError):
        actions.state(owner, place, wrong, "dispute.opened")
    with pytest.raises(DocumentError):
        actions.state(owner, place, Dispute.model_validate(said), "dispute.opened")
