"""A question that is written once answers like one that is written each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from trueup.web.parties.models import Member, Party
from trueup.web.written import written


def _of_party(party: int, roles: list[str]) -> QuerySet[Member]:
    """Members with these roles, their people, and whether somebody came after them."""
    later = Member.objects.filter(party=OuterRef("party"), pk__gt=OuterRef("pk"))
    found = Member.objects.filter(party=party, role__in=roles, ended_at=None).annotate(followed=Exists(later))
    return found.select_related("user", "party").order_by("-pk")


def _since(when: dt.datetime, parties: list[int]) -> QuerySet[Member, tuple[str, dt.datetime]]:
    return Member.objects.filter(created_at__gte=when, party__in=parties).values_list("user__email", "created_at")


@pytest.fixture
def people(member: Callable[..., Member]) -> list[Member]:
    """Two parties with one of each role."""
    return [member(party, role) for party in ("northwind", "acme") for role in ("viewer", "editor", "owner")]


def _told(rows: Iterable[Member]) -> list[tuple[object, ...]]:
    return [(row.pk, row.role, row.user.email, row.party.slug, row.followed) for row in rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize("roles", [["owner"], ["viewer", "owner"], [], ["nobody"]])
def test_rows_are_those_of_the_question(people, roles):
    ask = written(_of_party)
    for party in Party.objects.all():
        assert _told(ask(party.pk, roles)) == _told(_of_party(party.pk, roles))


def test_what_comes_along_is_not_asked_for_again(people):
    with CaptureQueriesContext(connection) as asked:
        _told(written(_of_party)(people[0].party_id, ["owner", "viewer"]))
    assert len(asked) == 1


def test_instants_and_numbers_are_read_as_they_are(people):
    ask, now, parties = written(_since), timezone.now(), [each.party_id for each in people]
    for when in (now - dt.timedelta(days=1), people[3].created_at, now + dt.timedelta(days=1)):
        assert ask(when, parties) == tuple(_since(when, parties))
    assert len(ask(people[3].created_at, parties)) == 3


def test_it_is_written_once_for_as_many_values(people):
    times = []

    def counted(parties: list[int]) -> QuerySet[Member]:
        times.append(parties)
        return Member.objects.filter(party__in=parties)

    ask = written(counted)
    answers = [len(ask(given)) for given in ([1], [2], {1}, (1, 2), [people[0].party_id], [])]
    assert len(times) == 3, "for one value, for two, for none"
    assert answers[-2:] == [3, 0]


def test_values_are_never_part_of_the_text(people):
    party = people[0].party_id
    assert written(_of_party)(party, ["owner') OR 1=1 --"]) == ()
    assert [row.pk for row in written(_of_party)(party, ["owner"])] == [people[2].pk]
