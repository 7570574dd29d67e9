"""Verifying, attesting, disputing, answering and declaring stakes: who may, and what it does to the verdict."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.web.seated import THE_DAY
from trueup.agreements.documents import Evidence
from trueup.vocabulary import InputError, Period, Slice, Stake
from trueup.web.assessments import actions, queries
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Signature, Version
from trueup.web.evidence import queries as evidence_queries
from trueup.web.evidence.actions.dispute import answer, dispute
from trueup.web.evidence.actions.report import report
from trueup.web.evidence.actions.stakes import declare
from trueup.web.evidence.actions.vouch import attest, verify
from trueup.web.evidence.models import Enclosure
from trueup.web.evidence.sheets import stated
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import NotFound, Refused

WHERE = Slice(project="leakage-2026")
IN = ("northwind", "premium-leakage")


def about(start: str = "2026-04-01", end: str = "2026-11-01", kpi: str = "premium_leakage", **more) -> Evidence:
    period = Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    return Evidence(kpi=kpi, period=period, **{"slice": WHERE, **more})


def leaves(type: str) -> list[Leaf]:
    return list(Leaf.objects.filter(type=type).order_by("index"))


EVERYBODY = [
    ("northwind", "owner"), ("northwind", "editor"), ("northwind", "viewer"), ("acme", "owner"), ("acme", "viewer"),
    ("assay", "owner"), ("assay", "editor"), ("sint", "owner"), ("stranger", "owner"),
]  # fmt: skip
MAY = {
    "verify": {("northwind", "owner"), ("northwind", "editor")},
    "attest": {("assay", "owner")},
    "dispute": {("northwind", "owner"), ("northwind", "editor"), ("acme", "owner")},
}


@pytest.mark.parametrize("what", sorted(MAY))
def test_each_persona_does_what_it_may(on_server, acting, what: str) -> None:
    act = {
        "verify": lambda who, key: verify(who, *IN, [about()], "read", key=key),
        "attest": lambda who, key: attest(who, *IN, [about()], "read", key=key),
        "dispute": lambda who, key: dispute(who, *IN, about(end="2026-05-01"), "wrong", key=key),
    }[what]
    for party, role in EVERYBODY:
        who = acting(party, role)
        if (party, role) in MAY[what]:
            assert act(who, f"key-{party}-{role}").number == 1
            continue
        with pytest.raises(NotFound if party in ("sint", "stranger") else Refused):
            act(who, "key-0001")
    with pytest.raises(NotFound):
        act(None, "key-0001")
    made = leaves("dispute.opened" if what == "dispute" else "attestation.made")
    assert len(made) == len(MAY[what])


def test_the_grade_follows_the_statements_and_the_page_says_what_depends_on_it(on_server, acting) -> None:
    """The provider's figures alone; then the customer verifies; then the observer attests; then a correction."""
    acme, customer, observer = acting("acme"), acting("northwind"), acting("assay")

    def verdicts() -> tuple[dict[str, str], str | None]:
        found = queries.agreement(acme, *IN, as_of=THE_DAY)
        assert found is not None
        return found.result.verdict_at_grade, found.on_grades

    at_grade, sentence = verdicts()
    assert at_grade == {"reported": "succeeding", "verified": "unproven", "attested": "unproven"}
    assert sentence is not None
    assert "unproven at grade verified and attested" in sentence
    verify(customer, *IN, [about()], "Read the invoices.", key="key-0001")
    at_grade, sentence = verdicts()
    assert at_grade == {"reported": "succeeding", "verified": "succeeding", "attested": "unproven"}
    assert sentence == "Instead of succeeding the verdict would be unproven at grade attested."
    attest(observer, *IN, [about()], "Recomputed from the invoicing run.", key="key-0001")
    assert verdicts() == ({"reported": "succeeding", "verified": "succeeding", "attested": "succeeding"}, None)
    row = {"kpi": "premium_leakage", "period": "2026-09", "actual": 250001}
    report(acme, *IN, stated([row]), key="key-0001", how="api", reason="a late invoice")
    found = evidence_queries.evidence(acme, *IN).measures[0].actuals
    assert [each.grade for each in found[:2]] == ["reported", "attested"], "a correction is not covered"


def test_a_dispute_widens_what_it_touches_until_it_is_answered(on_server, acting) -> None:
    customer, observer = acting("northwind"), acting("assay")
    september = about("2026-09-01", "2026-10-01")

    def latest():
        found = queries.agreement(customer, *IN, as_of=THE_DAY)
        assert found is not None
        return found.result

    before = latest()
    raised = dispute(
        customer, *IN, september, "our books", key="key-0001", counter=Decimal(900000), enclosure="<i>books</i>"
    )
    now = latest().objectives[0].latest
    assert now is not None
    assert (now.actual, now.low, now.high, now.disputed) == (252650, 252650, 900000, True)
    assert latest().value.realised.low < before.value.realised.low
    answer(observer, *IN, raised.id, "upheld", reason="recomputed")
    after = latest()
    assert after.objectives[0].latest is not None
    assert (after.objectives[0].latest.actual, after.objectives[0].latest.disputed) == (900000, False)
    assert after.verdict != before.verdict
    assert [leaf.type for leaf in Leaf.objects.filter(type__startswith="dispute").order_by("index")] == [
        "dispute.opened", "dispute.answered",
    ]  # fmt: skip
    document = open_book("northwind").book.disputes[raised.id]
    assert len(document) == 2
    text = Enclosure.objects.get()
    assert text.digest in document.first.reason
    shown = next(each for each in evidence_queries.evidence(customer, *IN).disputed if each.dispute.id == raised.id)
    assert shown.enclosure == "<i>books</i>"


def test_nobody_judges_its_own_dispute(on_server, acting) -> None:
    customer, provider, observer = acting("northwind"), acting("acme"), acting("assay")

    def opened(key: str) -> str:
        return dispute(customer, *IN, about("2026-09-01", "2026-10-01"), "x", key=key, counter=Decimal(1)).id

    first = opened("key-0001")
    for who, finding in ((customer, "upheld"), (customer, "rejected"), (provider, "rejected"), (provider, "settled")):
        with pytest.raises(Refused, match="does not judge its own dispute"):
            answer(who, *IN, first, finding)
    with pytest.raises(Refused):
        answer(acting("northwind", "viewer"), *IN, first, "settled")
    with pytest.raises(NotFound):
        answer(acting("sint"), *IN, first, "upheld")
    with pytest.raises(NotFound):
        answer(observer, *IN, "fraud-june", "upheld")
    assert answer(customer, *IN, first, "settled").number == 2
    assert answer(customer, *IN, first, "settled").already
    with pytest.raises(Refused, match="has been answered"):
        answer(observer, *IN, first, "upheld")
    assert answer(provider, *IN, opened("key-0002"), "upheld").number == 2
    with pytest.raises(InputError, match="leaves the figure"):
        answer(observer, *IN, opened("key-0003"), "rejected", actual=Decimal(3))


def test_a_stake_keeps_an_observer_from_attesting_and_stands_on_its_certificates(on_server, acting) -> None:
    observer = acting("assay")
    made = attest(observer, *IN, [about()], "Recomputed.", key="key-0001")
    stake = Stake(test="financial", what="a share of <b>Acme</b>", in_="acme")
    declare(observer, "northwind", "assay", [stake])
    assert declare(observer, "northwind", "assay", [stake]).already
    with pytest.raises(Refused, match="has declared a financial stake"):
        attest(observer, *IN, [about()], "Recomputed.", key="key-0002")
    assert attest(observer, "northwind", "policy-issue", [about(kpi="policy_issue_days",
                  slice=Slice(project="issue-2026"))], "Counted.", key="key-0003").number == 1  # fmt: skip
    _, found = evidence_queries.certificate_of(acting("acme"), *IN, made.id)
    assert found.stakes == (stake,)
    assert found.touching == stake
    assert found.vouched.grade == "reported"
    assert len(found.signatures) == 1
    assert found.leaf == leaves("attestation.made")[0].index
    actions.compute("northwind")
    judged = queries.agreement(observer, *IN)
    assert judged is not None
    assert judged.result.verdict_at_grade["attested"] == "unproven"
    assert open_book("northwind").book.definition.version == 2
    assert [leaf.type for leaf in leaves("stake.declared")] == ["stake.declared"]


def test_a_stake_that_was_given_up_can_be_declared_again_after_attesting_without_it(on_server, acting) -> None:
    """A disclosure is never refused because of what the observer rightly did before."""
    observer = acting("assay")
    stake = Stake(test="financial", what="a share of Acme", in_="acme")
    declare(observer, "northwind", "assay", [stake])
    declare(observer, "northwind", "assay", [])
    made = attest(observer, *IN, [about()], "Recomputed.", key="key-0001")
    declare(observer, "northwind", "assay", [stake])
    _, found = evidence_queries.certificate_of(acting("acme"), *IN, made.id)
    assert (found.touching, found.vouched.grade) == (stake, "reported")


def test_a_party_declares_its_own_stakes_only(on_server, acting) -> None:
    stake = Stake(test="technical", what="we host it")
    for who, seat in ((acting("acme"), "assay"), (acting("stranger"), "acme"), (None, "acme")):
        with pytest.raises(NotFound):
            declare(who, "northwind", seat, [stake])
    with pytest.raises(Refused):
        declare(acting("acme", "editor"), "northwind", "acme", [stake])
    declare(acting("acme"), "northwind", "acme", [stake])
    declare(acting("sint"), "northwind", "sint", [stake])
    definition = open_book("northwind").book.definition
    assert definition.version == 3
    declared = {party.id for party in definition.parties if party.stakes}
    assert declared == {"acme", "sint"}
    declare(acting("acme"), "northwind", "acme", [])
    assert not open_book("northwind").book.party("acme").stakes


def test_nothing_else_is_vouched_for_than_what_is_measured_and_there(on_server, acting) -> None:
    customer = acting("northwind")
    wrong = {
        "is not what this agreement measures": [
            about(kpi="policy_issue_days"), about(slice=Slice()), about(slice=Slice(project="issue-2026")),
        ],
        "there is no actual": [about("2020-01-01", "2020-02-01"), about(reported_by="northwind")],
        "has not begun": [about("2999-01-01", "2999-02-01")],
        "there is no party": [about(reported_by="nobody")],
    }  # fmt: skip
    for reason, pieces in wrong.items():
        for piece in pieces:
            with pytest.raises(InputError, match=reason):
                verify(customer, *IN, [piece], "read", key="key-0001")
    for evidence, statement in (([], "read"), ([about()], "  "), ([about()], "x" * 5001)):
        with pytest.raises(InputError):
            verify(customer, *IN, evidence, statement, key="key-0001")
    assert not Version.objects.filter(kind="attestation", origin="here").exists()


def test_a_ratio_is_verified_by_what_it_divides_and_signed(on_server, acting) -> None:
    piece = about("2026-01-01", "2026-02-01", "first_contact", slice=Slice(project="contact-2025"))
    made = verify(acting("northwind"), "northwind", "contact-centre", [piece], "counted", key="key-0001")
    document = open_book("northwind").book.attestations[made.id].latest
    assert [each.kpi for each in document.evidence] == ["calls_resolved", "calls_answered"]
    assert Signature.objects.get(version__doc_id=made.id).seat.local_id == "northwind"
    again = verify(acting("northwind"), "northwind", "contact-centre", [piece], "counted", key="key-0001")
    assert again.already
    assert len(leaves("attestation.made")) == 1


def test_a_statement_on_other_agreements_too_shows_each_party_its_own_part(on_server, acting) -> None:
    """assay-2026-q1 speaks of premium leakage (Acme's) and of a backlog that is Sint's and Acme's."""
    _, sint = evidence_queries.certificate_of(acting("sint"), "northwind", "claims-platform", "assay-2026-q1")
    assert {each.kpi for each in sint.vouched.evidence} == {"migration_backlog"}
    assert (sint.vouched.statement, sint.body) == (None, "")
    _, whole = evidence_queries.certificate_of(acting("northwind"), "northwind", "claims-platform", "assay-2026-q1")
    assert "invoicing run" in (whole.vouched.statement or "")
    with pytest.raises(NotFound):
        evidence_queries.certificate_of(acting("sint"), "northwind", "claims-platform", "assay-2026-q9")
