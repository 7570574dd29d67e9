"""A bundle from the server verifies without it; what was changed behind the log is found, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from trueup.agreements.documents import Evidence
from trueup.bundle.verify import verify_bundle
from trueup.vocabulary import Grade, LedgerError, Slice, Stake
from trueup.web.documents import books
from trueup.web.documents.actions import import_book
from trueup.web.documents.models import AgreementSeat, Seat, Signature, Version
from trueup.web.evidence.actions.dispute import answer, dispute
from trueup.web.evidence.actions.stakes import declare
from trueup.web.ledger import fsck, serverkey
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import Actor, NotFound
from trueup.web.parties.models import Party
from trueup.web.proofs import bundles, payloads
from trueup.web.proofs.cover import FOUND, cover

AS_OF = dt.date(2026, 10, 1)


@pytest.fixture
def book(
    personas: dict[str, Actor | None],
    northwind: Path,
    tmp_path: Path,
    settings: Settings,
    django_capture_on_commit_callbacks: object,
) -> Iterator[str]:
    """The example on the server, its seats held by the personas."""
    settings.HOME = tmp_path
    seats = {name: Party.objects.get(slug=name).pk for name in ("northwind", "acme", "sint", "assay")}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        import_book(northwind, seats={k: v for k, v in seats.items() if k in _parties(northwind)})
    yield "northwind"
    books.close_all()


def _parties(folder: Path) -> str:
    return (folder / "book.yaml").read_text()


def taken(actor: Actor | None, book: str, agreement: str = "claims-platform") -> bytes:
    return bundles.bundle(actor, book, agreement, as_of=AS_OF, grade=Grade.reported, now=timezone.now())


def test_a_bundle_verifies_with_the_key_of_the_log_alone(book: str, personas: dict[str, Actor | None]) -> None:
    report = verify_bundle(taken(personas["customer owner"], book), [serverkey.verifier()])
    assert report.failures == ()
    assert any(check.about == "ledger" and check.state == "holds" for check in report.checks)
    assert any(check.about == "verdict" and check.state == "holds" for check in report.checks)


def proposed(book: str, customer: Actor | None) -> Version:
    """A second version of the agreement, proposed by the customer."""
    from trueup.web.documents.actions import propose, save_draft
    from trueup.web.documents.actions.drafts import begun
    from trueup.web.documents.checking import Key

    lines = begun(Key(book, "agreement", "claims-platform", 2)).splitlines()
    text = "\n".join(line for line in lines if not line.startswith("why:")) + "\nwhy: later data\n"
    save_draft(customer, book, "agreement", "claims-platform", text)
    return propose(customer, book, "agreement", "claims-platform")


def sign_here(book: str, personas: dict[str, Actor | None]) -> Version:
    """The second version, signed by all, so in force."""
    from trueup.web.documents.actions import sign

    version = proposed(book, personas["customer owner"])
    for name in ("customer owner", "provider owner", "other provider"):
        sign(personas[name], book, "agreement", "claims-platform", version.number, version.digest)
    return Version.objects.get(pk=version.pk)


def test_what_was_signed_here_is_proved_with_its_signatures(book: str, personas: dict[str, Actor | None]) -> None:
    sign_here(book, personas)
    customer, now = personas["customer owner"], timezone.now()
    data = bundles.bundle(customer, book, "claims-platform", as_of=None, grade=Grade.reported, now=now)
    report = verify_bundle(data, [serverkey.verifier()])
    assert report.failures == ()
    said = [str(check) for check in report.checks if check.about == "signatures"]
    assert any("claims-platform@2 is signed by acme, northwind, sint" in each for each in said)
    assert any("the server holds the key of acme, northwind, sint" in each for each in said)


def amend_the_book(book: str, personas: dict[str, Actor | None]) -> None:
    """A second version of the definition, which the customer alone signs."""
    from trueup.web.documents.actions import propose, save_draft, sign
    from trueup.web.documents.actions.drafts import begun
    from trueup.web.documents.checking import Key

    customer = personas["customer owner"]
    lines = begun(Key(book, "book", "northwind", 2)).splitlines()
    text = "\n".join("name: Another name" if line.startswith("name:") else line for line in lines)
    save_draft(customer, book, "book", "northwind", text)
    version = propose(customer, book, "book", "northwind")
    sign(customer, book, "book", "northwind", version.number, version.digest)


def test_signatures_are_proved_after_the_definition_was_amended(book: str, personas: dict[str, Actor | None]) -> None:
    sign_here(book, personas)
    amend_the_book(book, personas)
    report = verify_bundle(taken(personas["provider owner"], book), [serverkey.verifier()])
    assert report.failures == ()
    missing = [str(check) for check in report.checks if check.state == "missing"]
    assert any("book/northwind@1: signatures are over its digest" in each for each in missing)
    assert any("book/northwind@2: signatures are over its digest" in each for each in missing)


def test_a_signature_that_was_changed_or_deleted_is_found(book: str, personas: dict[str, Actor | None]) -> None:
    assert sign_here(book, personas).state == "in_force"
    assert found() == []
    Signature.objects.filter(seat__local_id="acme").update(statement="{}")
    assert any("signature of acme" in each for each in found())
    Signature.objects.filter(seat__local_id="acme").delete()
    assert any("a signature that it speaks of is gone" in each for each in found())


def test_a_changed_byte_is_found(book: str, personas: dict[str, Actor | None]) -> None:
    data = bytearray(taken(personas["customer owner"], book))
    data[len(data) // 2] ^= 1
    assert not verify_bundle(bytes(data), [serverkey.verifier()]).holds


def test_it_is_given_to_the_parties_of_the_agreement_only(book: str, personas: dict[str, Actor | None]) -> None:
    for name in ("stranger", "anonymous"):
        with pytest.raises(NotFound):
            taken(personas[name], book)
    with pytest.raises(NotFound):
        taken(personas["provider owner"], book, other_than("acme"))


def other_than(provider: str) -> str:
    """An agreement of the book in which a provider has no part."""
    parts = AgreementSeat.objects.values_list("agreement", "seat__local_id")
    return sorted({name for name, _ in parts} - {name for name, seat in parts if seat == provider})[0]


def test_a_provider_learns_nothing_of_others_by_it(book: str, personas: dict[str, Actor | None]) -> None:
    data = taken(personas["provider owner"], book).decode()
    row = Version.objects.filter(kind="agreement", doc_id=other_than("acme")).first()
    assert row is not None
    assert f'"{row.doc_id}"' not in data
    assert '"id":"claims-platform"' in data


def test_the_facts_that_came_with_the_book_have_leaves(book: str) -> None:
    assert Leaf.objects.filter(type=FOUND).count() > 0
    with books.store_of(book).snapshot() as snapshot:
        assert cover(book, [Leaf.objects.filter(type=FOUND).first().payload], timezone.now()) == 0  # type: ignore[union-attr]
        assert snapshot.seq > 0


def found() -> list[str]:
    return [str(each) for each in (*fsck.differences(serverkey.verifier()), *payloads.differences())]


def test_tables_and_facts_are_what_the_log_says(book: str) -> None:
    assert found() == []


def test_what_is_stated_on_its_own_pages_is_in_the_log_too(book: str, personas: dict[str, Actor | None]) -> None:
    """An alarm that rings on an honest server is believed by nobody."""
    declare(personas["observer"], book, "assay", [Stake(test="technical", what="runs the platform")])
    about = Evidence.model_validate({"kpi": "migration_backlog", "period": "2026-06-01/2026-07-01"})
    about = about.model_copy(update={"slice": Slice(project="claims-2026")})
    raised = dispute(personas["customer owner"], book, "claims-platform", about, "Counted twice.", key="key-0001")
    answer(personas["customer owner"], book, "claims-platform", raised.id, "settled")
    assert Leaf.objects.filter(type__in=("stake.declared", "dispute.opened", "dispute.answered")).count() == 3
    assert found() == []


def test_a_changed_text_body_or_digest_is_found(book: str, personas: dict[str, Actor | None]) -> None:
    row = Version.objects.get(kind="agreement", doc_id="claims-platform", number=1)
    Version.objects.filter(pk=row.pk).update(text=row.text.replace("target: ", "target: 1", 1))
    books.forget(book)
    assert any("its text says something else" in each or "cannot be read" in each for each in found())
    Version.objects.filter(pk=row.pk).update(text=row.text, body=row.body.replace('"target":', '"targer":', 1))
    books.forget(book)
    assert any("its body does not have its digest" in each for each in found())
    Version.objects.filter(pk=row.pk).update(body=row.body, digest="0" * 64)
    books.forget(book)
    assert any("the documents that were imported are not those" in each for each in found())


def test_a_batch_behind_the_log_is_found(book: str) -> None:
    import pyarrow as pa

    tables = {"raw_extra": pa.table({"a": ["1"]})}
    books.store_of(book).append(tables, key="smuggled", source="nobody")
    assert [each for each in found() if "it is in no leaf" in each] == [f"{book}: batch smuggled: it is in no leaf"]


def test_facts_that_are_gone_are_found(book: str, tmp_path: Path) -> None:
    import shutil

    books.forget(book)
    shutil.rmtree(tmp_path / "books" / book / ".trueup")
    assert any("the batch that it speaks of is not in the facts" in each for each in found())


def test_the_log_must_hold_what_the_bundle_needs(book: str, personas: dict[str, Actor | None]) -> None:
    Leaf.objects.filter(type=bundles.IMPORTED).update(payload="0" * 64)
    with pytest.raises(LedgerError, match="the log does not hold everything"):
        taken(personas["customer owner"], book)


def signed_in(actor: Actor | None) -> Client:
    from django.contrib.auth import get_user_model

    client = Client()
    assert actor is not None
    client.force_login(get_user_model().objects.get(pk=actor.user))
    return client


def test_the_pages(book: str, personas: dict[str, Actor | None]) -> None:
    customer, stranger = signed_in(personas["customer owner"]), signed_in(personas["stranger"])
    page = customer.get("/ledger").content.decode()
    assert "The book came to this server" in page
    assert "unwitnessed" in page
    other = stranger.get("/ledger").content.decode()
    assert "The book came to this server" not in other
    assert "not yours" in other
    assert "claims-platform" not in other
    index = Leaf.objects.get(type="book.imported").index
    assert "is in the log" in customer.get(f"/ledger/leaf/{index}").content.decode()
    assert "The book came to this server" not in stranger.get(f"/ledger/leaf/{index}").content.decode()
    assert customer.get("/ledger/leaf/100000").status_code == 404
    assert stranger.get(f"/agreements/{book}/claims-platform/bundle").status_code == 404
    answer = customer.get(f"/agreements/{book}/claims-platform/bundle?as_of=2026-10-01")
    assert answer["Content-Disposition"] == 'attachment; filename="claims-platform.bundle"'
    assert customer.get(f"/agreements/{book}/claims-platform/bundle?as_of=yesterday").status_code == 422


def test_a_bundle_is_verified_on_the_page(book: str, personas: dict[str, Actor | None]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, data = signed_in(personas["stranger"]), taken(personas["customer owner"], book)
    key = str(serverkey.verifier())
    good = client.post("/ledger/verify", {"bundle": SimpleUploadedFile("a.bundle", data), "key": key})
    assert "It holds." in good.content.decode()
    bad = client.post("/ledger/verify", {"bundle": SimpleUploadedFile("<b>.bundle", data[:-9] + b"x" + data[-8:])})
    assert "It does not hold." in bad.content.decode()
    assert "<b>.bundle" not in bad.content.decode()
    assert client.post("/ledger/verify").status_code == 422
    wrong = client.post("/ledger/verify", {"bundle": SimpleUploadedFile("a", data), "key": "nonsense"})
    assert wrong.status_code == 422


def test_what_is_for_everybody(book: str) -> None:
    from trueup.ledger import checkpoint
    from trueup.ledger.keys import VerifierKey
    from trueup.ledger.proof import Proof

    client = Client()
    key = VerifierKey.parse(client.get("/ledger/key").content.decode().strip())
    root = checkpoint.verify(client.get("/ledger/checkpoint").content, key).checkpoint
    leaf = Leaf.objects.get(pk=3)
    Proof.parse(client.get("/ledger/leaf/3/receipt").content).verify(bytes(leaf.hash), key)
    lines = client.get(f"/ledger/proof?from=3&to={root.size}").content.decode().split()
    assert lines
    assert client.get(f"/ledger/proof?from=3&to={root.size + 1}").status_code == 404
    assert client.get("/ledger/proof?from=x").status_code == 400
    assert client.get("/ledger/leaf/99999/receipt").status_code == 404
    assert client.get("/ledger").status_code == 302


def test_an_erased_person_leaves_the_log_whole(book: str, personas: dict[str, Actor | None]) -> None:
    from trueup.web.ledger.models import Personal
    from trueup.web.parties.actions.accounts import erase_person
    from trueup.web.parties.actions.members import enrol

    actor = enrol("Somewhere", "first@somewhere.example", name="Ana First")
    second = enrol("Somewhere", "second@somewhere.example", name="Bob Second")
    assert Personal.objects.filter(person=second.user).exists()
    erase_person(second)
    assert not Personal.objects.filter(person=second.user).exists()
    assert Personal.objects.filter(person=actor.user).exists()
    assert not any("second@" in data or "Bob" in data for data in Leaf.objects.values_list("data", flat=True))
    assert found() == []
    assert Seat.objects.exists()
    assert not Signature.objects.exists()
