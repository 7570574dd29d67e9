"""What pages and the API show of wins without opening one: whose they are, who may read them, and who has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from trueup.web.documents.books import open_book
from trueup.web.parties.access import Actor, require
from trueup.web.parties.models import Member
from trueup.web.wins.access import Door, door, known, observers, require_owner, require_writer, visible, written
from trueup.web.wins.holding import key_in_use
from trueup.web.wins.models import Key, Look, Reader, Win


@dataclass(frozen=True, slots=True)
class Person:
    """A member as others of the party see them, or the party that observes."""

    id: int
    name: str
    gone: bool
    since: dt.datetime
    is_party: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """One look: who, when, and whether they took the sealed file."""

    name: str
    at: dt.datetime
    as_file: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A win in a list. `openable`: the server holds its key; `mine`: the reader wrote it."""

    id: str
    author: str
    author_gone: bool
    written_at: dt.datetime
    changed_at: dt.datetime
    erased_at: dt.datetime | None
    may_read: bool
    mine: bool
    openable: bool
    key: str
    readers: tuple[Person, ...]

    @property
    def short(self) -> str:
        """The beginning of its id."""
        return self.id[:8]


@dataclass(frozen=True, slots=True)
class Listing:
    """The wins of a document that the actor knows of, and what it may do there."""

    here: Door
    title: str
    lines: tuple[Line, ...]
    key: Key | None
    suggestions: tuple[str, ...]

    @property
    def readable(self) -> tuple[Line, ...]:
        """Those that a look on this page opens."""
        return tuple(each for each in self.lines if each.may_read and each.openable)

    @property
    def by_party(self) -> bool:
        """Whether the party holds its key itself."""
        return self.key is not None and not self.key.by_server


@dataclass(frozen=True, slots=True)
class Detail:
    """One win without its text. Only its author and owners of the party see who has read it."""

    here: Door
    line: Line
    looks: tuple[Seen, ...]
    may_erase: bool
    members: tuple[tuple[int, str], ...]
    observers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A key of the party in a book, and what is sealed to it."""

    id: int
    book: str
    book_name: str
    local: str
    key: str
    by_server: bool
    in_use: bool
    made_at: dt.datetime
    wins: int


def listing(actor: Actor | None, book: str, id: str) -> Listing:
    """The wins of a document that the actor may read or, as an owner, erase. Raises NotFound."""
    here = door(actor, book, id)
    document = open_book(book).book.stakeholders[id].latest
    rows = visible(here).select_related("key", "author__user", "party").order_by("-changed_at", "win")
    key = key_in_use(here.book, here.actor.party, here.local) if here.local else None
    people = tuple(person.title for person in document.people_of("individuals"))
    return Listing(here, document.name, tuple(_lines(here, rows)), key, people)


def detail(actor: Actor | None, book: str, id: str, win: str) -> Detail:
    """One win without its text. Raises NotFound."""
    here = door(actor, book, id)
    row = known(here, win)
    (line,) = _lines(here, [row])
    trusted = line.mine or (row.party_id == here.actor.party and here.actor.is_at_least("owner"))
    naming = line.mine and here.writes and line.erased_at is None
    return Detail(
        here=here,
        line=line,
        looks=tuple(_looks(row)) if trusted else (),
        may_erase=trusted and here.writes and line.erased_at is None,
        members=tuple(_nameable(here, line)) if naming else (),
        observers=tuple((each.local_id, each.name) for each in observers(here)) if naming else (),
    )


def drafting(actor: Actor | None, book: str, id: str) -> Listing:
    """The same as `listing`, for somebody who is about to write. Raises Refused for whoever may not."""
    found = listing(actor, book, id)
    require_writer(found.here)
    return found


def rewriting(actor: Actor | None, book: str, id: str, win: str) -> Listing:
    """The same, for somebody who is about to write a win again. Raises NotFound, Refused."""
    written(door(actor, book, id), win)
    return drafting(actor, book, id)


def keeping(actor: Actor | None, book: str, id: str) -> Listing:
    """The same for somebody who is about to exchange the key. Raises Refused for anybody but an owner."""
    found = listing(actor, book, id)
    require_owner(found.here)
    return found


def held(actor: Actor | None) -> tuple[Held, ...]:
    """Every key of the actor's party that is not destroyed, over all books, those it has left too. Owners only."""
    actor = require(actor, role="owner", scope="admin")
    count = Count("wins", filter=Q(wins__sealed__isnull=False))
    rows = Key.objects.filter(party_id=actor.party, destroyed_at=None).select_related("book").annotate(count=count)
    return tuple(
        Held(row.pk, row.book.slug, row.book.name, row.local_id, row.key_id, row.by_server, row.retired_at is None,
             row.made_at, row.count)
        for row in rows.order_by("book__slug", "local_id", "-made_at")
    )  # fmt: skip


def _lines(here: Door, rows: Iterable[Win]) -> Iterator[Line]:
    found = list(rows)
    readers: dict[str, list[Reader]] = {row.win: [] for row in found}
    named = Reader.objects.filter(win__in=readers, ended_at=None).select_related("member__user", "party")
    for each in named.order_by("pk"):
        readers[each.win_id].append(each)
    for row in found:
        yield _line(here, row, readers[row.win])


def _line(here: Door, row: Win, readers: list[Reader]) -> Line:
    own = row.party_id == here.actor.party
    mine = own and row.author_id == here.actor.member
    is_reader = any(_is_reader(each, here.actor, own=own) for each in readers)
    return Line(
        id=row.win,
        author=label(row.author),
        author_gone=row.author.ended_at is not None,
        written_at=row.written_at,
        changed_at=row.changed_at,
        erased_at=row.erased_at,
        may_read=(mine or is_reader) and row.sealed is not None,
        mine=mine,
        openable=row.key.sealed is not None,
        key=row.key.key_id,
        readers=tuple(_person(each) for each in readers) if own else (),
    )


def _is_reader(reader: Reader, actor: Actor, *, own: bool) -> bool:
    if own:
        return reader.member_id == actor.member
    return reader.member_id is None and reader.party_id == actor.party


def _person(row: Reader) -> Person:
    if row.member is None:
        return Person(row.pk, row.party.name, gone=False, since=row.named_at, is_party=True)
    return Person(row.pk, label(row.member), gone=row.member.ended_at is not None, since=row.named_at)


def _looks(row: Win) -> Iterator[Seen]:
    for each in Look.objects.filter(win=row).select_related("member__user").order_by("-at", "-pk"):
        yield Seen(label(each.member), each.at, each.as_file)


def _nameable(here: Door, line: Line) -> Iterator[tuple[int, str]]:
    already = Reader.objects.filter(win=line.id, ended_at=None, member__isnull=False).values("member")
    rows = Member.objects.filter(party_id=here.actor.party, ended_at=None).exclude(pk=here.actor.member)
    for row in rows.exclude(pk__in=already).select_related("user").order_by("pk"):
        yield row.pk, label(row)


def label(member: Member) -> str:
    """The name of a member, or the address of one who gave none."""
    return member.user.name or member.user.email
