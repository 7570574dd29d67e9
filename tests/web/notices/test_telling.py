"""Who is told what: members of parties with a part in the agreement, once, in their language, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.web.notices.conftest import TITLE, Personas, work_off
from trueup.vocabulary import Figure, said
from trueup.web.assessments.models import Assessed, Assessment
from trueup.web.documents.models import AgreementSeat, Book, Version
from trueup.web.notices import actions, queries, verdicts
from trueup.web.notices.models import Delivery, Notice, SeenVerdict, Told
from trueup.web.notices.tasks import tell_news
from trueup.web.notices.texts import text_of
from trueup.web.parties.access import NotFound
from trueup.web.parties.models import Member, User

pytestmark = pytest.mark.django_db(transaction=True)
PARTIES = [
    "customer owner",
    "customer editor",
    "customer viewer",
    "provider owner",
    "provider editor",
    "provider viewer",
]
ALL = [*PARTIES, "observer", "observer editor"]
OUTSIDE = ["other provider", "stranger"]


def told(personas: Personas, kind: str) -> list[str]:
    members = set(Notice.objects.filter(kind=kind).values_list("member", flat=True))
    return sorted(name for name, actor in personas.items() if actor and actor.member in members)


@pytest.mark.parametrize(
    ("type", "kind", "by", "expected"),
    [
        ("version.proposed", "to_sign", "provider editor", ["customer owner", "provider owner"]),
        ("version.signed", "signed", "provider owner", [name for name in ALL if name != "provider owner"]),
        ("batch.landed", "to_verify", "provider editor", ["customer editor", "customer owner"]),
        ("batch.landed", "to_verify", "customer editor", []),
        ("source.loaded", "to_verify", "customer editor", []),
    ],
)
def test_each_doing_is_told_to_those_whom_it_concerns(
    personas: Personas,
    agreement: Version,
    doing: Callable[..., int],
    type: str,
    kind: str,
    by: str,
    expected: list[str],
) -> None:
    doing(type, "agreement/claims-platform", personas[by].name)
    work_off()
    assert told(personas, kind) == sorted(expected)
    assert not set(told(personas, kind)) & set(OUTSIDE)


@pytest.mark.parametrize("state", ["in_force", "withdrawn"])
def test_all_are_told_how_a_proposal_ended_and_nobody_else(
    personas: Personas, agreement: Version, doing: Callable[..., int], state: str
) -> None:
    Version.objects.update(state=state)
    doing(f"version.{state}", "agreement/claims-platform", "server")
    work_off()
    assert told(personas, state) == sorted(ALL)


def test_each_leaf_is_told_once_even_if_the_listener_was_missed(
    personas: Personas, agreement: Version, doing: Callable[..., int]
) -> None:
    doing("version.proposed", "agreement/claims-platform", personas["provider editor"].name)
    work_off()
    before = Notice.objects.count()
    Told.objects.update(leaf=-1)
    tell_news.call()
    assert Notice.objects.count() == before == 2
    assert Delivery.objects.count() == 2


def test_who_lost_the_part_or_the_seat_is_sent_nothing_and_sees_nothing(
    personas: Personas, agreement: Version, doing: Callable[..., int]
) -> None:
    doing("version.proposed", "agreement/claims-platform", personas["provider editor"].name)
    tell_news.call()
    AgreementSeat.objects.filter(seat__local_id="acme").delete()
    Member.objects.filter(pk=personas["customer owner"].member).update(ended_at=timezone.now())
    work_off()
    assert mail.outbox == []
    assert queries.notices(personas["provider owner"]) == []
    assert set(Delivery.objects.values_list("reason", flat=True)) == {"the member has no part in it any more"}


def test_a_notice_is_its_members_alone(
    personas: Personas, agreement: Version, doing: Callable[..., int], client: Client
) -> None:
    doing("version.proposed", "agreement/claims-platform", personas["provider editor"].name)
    work_off()
    mine = queries.notices(personas["customer owner"])[0]
    assert queries.unread_count(personas["customer owner"]) == 1
    for name in ("provider owner", "customer editor", "stranger"):
        with pytest.raises(NotFound):
            actions.mark_read(personas[name], mine.id)
    with pytest.raises(NotFound):
        queries.notices(None)
    assert actions.mark_read(personas["customer owner"], mine.id) == "/agreements/northwind/claims-platform"
    assert queries.unread_count(personas["customer owner"]) == 0


def test_names_stay_text_in_letters_and_pages(
    personas: Personas, agreement: Version, doing: Callable[..., int], client: Client
) -> None:
    doing("version.proposed", "agreement/claims-platform", personas["provider editor"].name)
    work_off()
    letter = mail.outbox[0]
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert letter.bcc == letter.cc == []
    assert "<script>" in str(letter.body)
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "14" not in html
    owner = personas["customer owner"]
    client.force_login(User.objects.get(pk=owner.user))
    for path in ("/notices", "/settings/notifications"):
        page = client.get(path).content.decode()
        assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in client.get("/notices").content.decode()
    assert TITLE.split("\r")[0] in queries.notices(owner)[0].text


def test_a_letter_speaks_the_members_language_and_names_no_person(
    personas: Personas, agreement: Version, doing: Callable[..., int]
) -> None:
    doing("version.proposed", "agreement/claims-platform", personas["provider editor"].name)
    work_off()
    letter = next(each for each in mail.outbox if each.to == [_email(personas["customer owner"].user)])
    assert "Acme proposed version 3" in str(letter.body)
    assert "@" not in str(letter.body).split("Bcc")[0]
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def _email(user: int) -> str:
    return User.objects.get(pk=user).email


def test_a_verdict_that_changed_is_told_once_and_the_first_one_is_not(
    personas: Personas, seats: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Reason:
        reason = said("the sum is {total}", total=Figure("1,234.5"))

    monkeypatch.setattr("trueup.web.notices.verdicts.Summary.model_validate_json", lambda _text: Reason)

    def assess(verdict: str) -> None:
        now = timezone.now()
        row = Assessment.objects.create(
            book=seats, as_of=now.date(), grade="reported", state="s", body="{}", computed_at=now, seconds=1
        )
        Assessed.objects.create(
            assessment=row, agreement="claims-platform", title="Claims", verdict=verdict, summary="{}", body="{}"
        )

    assess("succeeding")
    assert verdicts.compare() == 0
    assess("succeeding")
    assert verdicts.compare() == 0
    assess("failing")
    assert verdicts.compare() == 1
    assert verdicts.compare() == 0
    assert told(personas, "verdict") == sorted(ALL)
    assert SeenVerdict.objects.get().verdict == "failing"
    text = queries.notices(personas["provider viewer"])[0].text
    assert text == "“Claims” was succeeding and is now failing. The sum is 1,234.5."
    told_in_german = text_of(Notice.objects.filter(kind="verdict").first(), "de")
    assert told_in_german.endswith("Die Summe ist 1.234,5.")
