"""The client against a whole server, in process: report, verify, attest, dispute, amend, sign, prove."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest
from django.core.wsgi import get_wsgi_application

import trueup
from tests.conftest import ROOT
from trueup.bundle.verify import verify_bundle
from trueup.client import AccessDenied, Client, Contradiction, NotAccepted, NotThere
from trueup.web.documents.models import Book
from trueup.web.parties.access import SCOPES_OF, Actor
from trueup.web.parties.actions import make_token

Clients = Callable[..., Client]


@pytest.fixture
def connected(on_server: Book, acting: Callable[..., Actor]) -> Clients:
    """Makes a client of a party."""

    def connect(party: str, role: str = "owner", *scopes: str) -> Client:
        token = make_token(acting(party, role), "client", scopes or SCOPES_OF[role]).text
        http = httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application()))
        return trueup.connect("http://testserver", token, http=http)

    return connect


def first_actual(client: Client, **wanted: object):
    """An actual of an entered KPI, and the evidence that names it."""
    for actual in client.actuals("northwind", "claims-platform"):
        if all(getattr(actual, name) == value for name, value in wanted.items()):
            return actual, {"kpi": actual.kpi, "period": actual.period, "slice": actual.slice}
    raise AssertionError("the example has no such actual")


def test_the_same_verdict_as_on_disk(connected: Clients, northwind):
    client = connected("northwind")
    with trueup.open(northwind) as book:
        card = book.assess("2026-10-01")
    served = client.assess("northwind", as_of="2026-10-01")
    assert served.whole
    assert {each.id: each.verdict for each in served.agreements} == {each.id: each.verdict for each in card.agreements}
    assert served.agreements[0].model_dump_json() == card.agreements[0].model_dump_json()
    judged = client.agreement("northwind", "claims-platform", as_of="2026-10-01", at_grade="verified")
    assert (judged.result.id, judged.grade) == ("claims-platform", "verified")


def test_each_party_sees_its_own_agreements(connected: Clients):
    rows = {row.id for row in connected("northwind").agreements()}
    acme = connected("acme")
    own = {row.id for row in acme.agreements()}
    assert own < rows
    assert "academy" not in own
    with pytest.raises(NotThere):
        acme.agreement("northwind", "academy")
    assert not acme.assess("northwind").whole


def test_a_token_does_what_its_scopes_say(connected: Clients):
    client = connected("northwind", "owner", "read")
    with pytest.raises(AccessDenied, match="scope"):
        client.report("northwind", None, [{"kpi": "x", "period": "2026-01", "actual": 1}])


def test_wrong_rows_are_named_and_nothing_lands(connected: Clients):
    client = connected("northwind")
    with pytest.raises(NotAccepted) as raised:
        client.report("northwind", "claims-platform", [{"kpi": "no-such-kpi", "period": "2026-01", "actual": 1}])
    (issue,) = raised.value.issues
    assert (issue.line, issue.column, issue.value) == ("1", "kpi", "no-such-kpi")


def test_a_dispute_is_opened_once_however_often_it_is_sent(connected: Clients):
    client = connected("northwind")
    _, evidence = first_actual(client, stands=True)
    one, again = (client.dispute("northwind", "claims-platform", evidence, "wrong", key="once") for _ in range(2))
    assert one == again


def test_a_draft_says_what_is_wrong_with_it_at_its_place(connected: Clients):
    client = connected("northwind")
    text = client.version("northwind", "agreement", "claims-platform", 1).text
    draft = client.draft("northwind", "agreement", "claims-platform", text)
    assert not draft.ready
    assert any(issue.pointer == "/version" for issue in draft.issues)
    with pytest.raises(NotAccepted) as raised:
        client.propose("northwind", "agreement", "claims-platform")
    assert raised.value.issues


def test_an_amendment_is_proposed_and_signed_by_all(connected: Clients):
    customer = connected("northwind")
    before = customer.version("northwind", "agreement", "mueller", 1)
    amended = before.text.replace("version: 1\n", "") + "\nversion: 2\nwhy: the scope has grown\n"
    draft = customer.draft("northwind", "agreement", "mueller", amended)
    assert draft.ready, draft.issues
    proposed = customer.propose("northwind", "agreement", "mueller")
    assert (proposed.state, set(proposed.waiting)) == ("proposed", {"northwind", "brandt"})
    assert customer.sign(proposed).waiting == ("brandt",)
    signed = connected("brandt").sign(proposed)
    assert (signed.state, signed.waiting) == ("in_force", ())
    with pytest.raises(Contradiction):
        customer.sign(proposed.model_copy(update={"digest": "0" * 64}))


def test_a_bundle_verifies_offline(connected: Clients, tmp_path):
    data = connected("acme").bundle("northwind", "contact-centre", as_of="2026-10-01")
    file = tmp_path / "contact-centre.bundle"
    file.write_bytes(data)
    assert verify_bundle(file.read_bytes()).holds


def test_the_checkpoint_is_a_signed_note(connected: Clients):
    note = connected("assay").checkpoint()
    origin, size, *_ = note.splitlines()
    assert origin
    assert int(size) > 0


def test_the_example_on_the_page_of_the_api_runs(
    connected: Clients, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    page = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```py\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    client = connected("northwind")
    monkeypatch.setattr(trueup, "connect", lambda url, token: client, raising=False)
    said: dict[str, object] = {}
    exec(block, said)
    assert f"{said['judged'].result.verdict} " in capsys.readouterr().out
    assert said["file"]
