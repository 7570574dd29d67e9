"""The whole story, through the pages only: three seats, from the first invitation to a verdict anybody can verify."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.commands.test_serve import Served, environment
from tests.web.story import written
from tests.web.story.people import PHONE, Person

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser
WORD = "a long enough phrase"
BOOK = "/books/northwind-insurance/documents"
AGREEMENT = "/agreements/northwind-insurance/claims-platform"
EVIDENCE = f"{AGREEMENT}/evidence"


def test_from_an_invitation_to_a_verdict_that_anybody_can_verify(
    served: Served, person: Callable[..., Person], tmp_path: Path
) -> None:
    ana, ben, cho = person(PHONE), person(), person(PHONE)
    come_in(ana, served.links["Northwind Insurance"])
    begin_a_book(ana)
    add_party(ana, "acme", "Acme Software", "provider")
    add_party(ana, "assay", "Assay Partners", "observer")
    join(ben, offer_seat(ana, "Acme Software", "ben@acme.example"), "Ben")
    join(cho, offer_seat(ana, "Assay Partners", "cho@assay.example"), "Cho")
    define_kpi(ana)
    define_agreement(ana)
    sign_for_provider(ben)
    paste_actuals(ben)
    type_actual(ben)
    verify(ana)
    read_what_the_grade_changes(ana)
    dispute(ana)
    attest(cho)
    answer(cho)
    read_verdict(ana, ben, cho)
    bundle = take_bundle(ana, tmp_path)
    assert_only_the_whole_bundle_verifies(bundle)
    verify_on_the_page(ana, bundle)


def come_in(ana: Person, link: str) -> None:
    ana.open(link)
    ana.press("Sign in")
    assert "Your seat has no agreement yet" in ana.text
    ana.open("/settings/")
    ana.fill(name="Ana")
    ana.press("Save")
    ana.open("/")


def begin_a_book(ana: Person) -> None:
    ana.follow("Open your books")
    ana.follow("New book")
    ana.fill(name="Northwind Insurance", time_zone="Europe/Amsterdam")
    ana.press("Begin")
    assert ana.page.url.endswith(BOOK)


def write(ana: Person, kind: str, id: str) -> None:
    ana.open(BOOK)
    ana.main.locator("select#id_kind").select_option(kind)
    ana.main.locator("input#id_id").fill(id)
    ana.press("Write it")


def add_party(ana: Person, id: str, name: str, role: str) -> None:
    write(ana, "party", id)
    ana.fill(name=name, role=role)
    ana.press("Save and propose")
    ana.press("Let the server sign for me")
    assert "in force" in ana.text


def offer_seat(ana: Person, seat: str, email: str) -> str:
    ana.open(BOOK)
    ana.follow(f"Offer the seat · {seat}")
    ana.fill(email=email)
    ana.press("Invite")
    ana.picture("customer-invite")
    return ana.main.locator("code.secret").inner_text()


def join(guest: Person, link: str, name: str) -> None:
    guest.open(link)
    guest.fill(name=name, password=WORD)
    guest.press("Join")
    guest.look()


def define_kpi(ana: Person) -> None:
    write(ana, "kpi", "claim_cycle_time")
    ana.fill(**written.KPI)
    ana.main.locator("#f-measurement > summary").click()
    ana.fill(**written.MEASUREMENT)
    ana.press("Save and propose")
    ana.press("Let the server sign for me")
    assert "in force" in ana.text


def define_agreement(ana: Person) -> None:
    write(ana, "agreement", "claims-platform")
    ana.main.locator("#text").fill(written.agreement())
    ana.main.get_by_text("It can be proposed").wait_for()
    ana.look()
    ana.picture("customer-agreement")
    ana.leave_by(ana.main.locator("form:has(#text)").get_by_role("button", name="Save and propose"))
    ana.press("Let the server sign for me")
    assert "has still to sign" in ana.text


def sign_for_provider(ben: Person) -> None:
    ben.open("/")
    ben.picture("provider-today")
    ben.follow("Sign", exact=False)
    ben.picture("provider-sign")
    ben.press("Let the server sign for me")
    assert "in force" in ben.text
    assert "has still to sign" not in ben.text


def paste_actuals(ben: Person) -> None:
    ben.open(EVIDENCE)
    ben.follow("Paste or upload")
    ben.fill(text=written.rows(), kpi="claim_cycle_time")
    ben.press("Look at it first")
    ben.picture("provider-paste")
    assert ben.main.locator("tbody tr").count() == len(written.ACTUALS)
    ben.press("Record all of it")
    assert "pasted" in ben.text


def type_actual(ben: Person) -> None:
    ben.follow("Report an actual")
    ben.fill(kpi="claim_cycle_time", period=written.named(-1), actual=written.LAST)
    ben.press("Record it")
    assert "typed in" in ben.text
    ben.picture("provider-evidence")


def verify(ana: Person) -> None:
    ana.open(EVIDENCE)
    ana.follow("Verify")
    _choose(ana, *written.ACTUALS)
    ana.fill(statement="Recounted from our own payment records, claim by claim.")
    ana.picture("customer-verify")
    ana.press("Verify what is chosen")
    assert "Your statement is in the ledger." in ana.page.inner_text("body")


def _choose(person: Person, *months: int) -> None:
    """Tick the actuals of these months: the box that stands in the row of each."""
    for at in months:
        _row(person, at).get_by_role("checkbox").check()


def _row(person: Person, at: int) -> Locator:
    name = f"{written.month(at):%b %Y}"
    return person.main.locator("tr").filter(has=person.page.get_by_role("rowheader", name=name))


def read_what_the_grade_changes(ana: Person) -> None:
    open_when_judged(ana)
    for _ in range(120):
        if written.GRADES in ana.text:
            return
        ana.page.wait_for_timeout(500)
        ana.open(AGREEMENT)
    raise AssertionError(ana.text)


def dispute(ana: Person) -> None:
    ana.open(EVIDENCE)
    ana.leave_by(_row(ana, -1).get_by_role("link", name="Dispute"))
    ana.fill(counter=written.COUNTER, reason="Claims that were reopened in the month are left out.")
    ana.picture("customer-dispute")
    ana.press("Open the dispute")
    assert f"Claim cycle time, {written.month(-1):%b %Y}, everything · Acme Software" in ana.text
    assert f"holds {written.COUNTER} true" in ana.text


def attest(cho: Person) -> None:
    cho.open("/")
    cho.picture("observer-today")
    cho.open(EVIDENCE)
    cho.follow("Attest")
    _choose(cho, *written.ACTUALS)
    cho.fill(statement="Sampled sixty claims a month in both parties' systems; the counts agree.")
    cho.picture("observer-attest")
    cho.press("Attest what is chosen")
    assert "has declared no stake" in cho.text
    cho.picture("observer-certificate")


def answer(cho: Person) -> None:
    cho.open(EVIDENCE)
    cho.follow("Read and answer")
    cho.main.get_by_role("radio", name="upheld", exact=False).check()
    cho.fill(actual=written.FOUND, reason="Half of the reopened claims belong to the month before.")
    cho.picture("observer-answer")
    cho.press("Answer")
    assert f"{written.FOUND} stands" in cho.text


def read_verdict(*people: Person) -> None:
    for each in people:
        open_when_judged(each)
        assert "at risk" in each.main.locator(".verdict").first.inner_text()
        assert f"{written.FOUND} days" in each.text
        assert "instead of" not in each.text, "what an observer found is attested: every grade says the same"
    people[0].picture("verdict")
    people[0].picture("promise-and-proof", ".objectives")


def open_when_judged(reader: Person) -> None:
    """The page of the agreement, once the verdict is computed from all that is known."""
    reader.open(AGREEMENT)
    for _ in range(120):
        if "There is no verdict yet" not in reader.text and "is on its way" not in reader.text:
            return
        reader.page.wait_for_timeout(500)
        reader.open(AGREEMENT)
    raise AssertionError(reader.text)


def take_bundle(ana: Person, folder: Path) -> Path:
    with ana.page.expect_download() as download:
        ana.main.get_by_role("link", name="Take the bundle").click()
    path = folder / "claims-platform.bundle"
    download.value.save_as(path)
    return path


def assert_only_the_whole_bundle_verifies(bundle: Path) -> None:
    done = _verify(bundle)
    assert done.returncode == 0, done.stdout + done.stderr
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    changed = bundle.with_name("changed.bundle")
    changed.write_bytes(data)
    refused = _verify(changed)
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "Does not hold" in refused.stdout


def _verify(bundle: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "trueup", "verify", str(bundle)]
    return subprocess.run(
        command, env=environment(bundle.parent / "nowhere"), cwd=bundle.parent, text=True, capture_output=True,
        check=False,
    )  # fmt: skip


def verify_on_the_page(ana: Person, bundle: Path) -> None:
    ana.open("/ledger/verify")
    ana.main.locator("#bundle").set_input_files(bundle)
    ana.press("Verify")
    assert "It holds." in ana.text
    ana.open(AGREEMENT)
    ana.follow("Ledger")
    assert "agreement/claims-platform" in ana.text
