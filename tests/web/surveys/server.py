"""A server of its own, to be killed: python -m tests.web.surveys.server WHAT, in the home of TRUEUP_HOME."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django

SURVEY = ("harbour", "panel")


def make() -> None:

    from tests.web.surveys import asked
    from trueup.web.documents.actions import import_book
    from trueup.web.documents.models import Seat
    from trueup.web.parties.models import Member, Party, User
    from trueup.web.parties.queries import actor
    from trueup.web.surveys.actions.invite import hand_out

    book = import_book(asked.write(Path(os.environ["TRUEUP_HOME"]) / "new", asked.today(), anonymous="false"))
    party = Party.objects.create(slug="harbour", name="Harbour")
    Seat.objects.filter(book=book, local_id="harbour").update(party=party)
    user = User.objects.create_user("a@harbour.example", "correct horse")
    member = Member.objects.create(user=user, party=party, role="owner")
    links = [str(each.link) for each in hand_out(actor(member), *SURVEY, "now", 3).asked]
    (Path(os.environ["TRUEUP_HOME"]) / "links.json").write_text(json.dumps(links), encoding="utf-8")


def killed(moment: str, link: str) -> None:
    """Answer everything, and die: in the middle of a page, after it was kept, or while it lands."""
    from trueup.facts import FactStore
    from trueup.web.evidence.actions import land
    from trueup.web.surveys.models import Fielding, Sheet
    from trueup.web.surveys.tasks import land_answers

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    save = Sheet.save

    def die_before_the_commit(sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        save(sheet, *args, **kwargs)
        if sheet.saved:
            die()

    if moment == "page":
        Sheet.save = die_before_the_commit  # type: ignore[method-assign,assignment]
    answer(link, "1" if moment == "page" else "whole")
    if moment == "facts":
        FactStore.append = die  # type: ignore[method-assign,assignment]
    else:
        land.record = die  # type: ignore[assignment]
    land_answers.func(Fielding.objects.get().pk)


def answer(link: str, what: str) -> None:
    from tests.web.surveys.conftest import Respondent

    who = Respondent(link)
    if what == "whole":
        who.whole()
    else:
        who.open()
        who.answer(int(what))


def look() -> dict[str, Any]:
    from trueup.web.documents.books import store_of
    from trueup.web.evidence.models import Batch
    from trueup.web.surveys.models import Landing, Sheet

    with store_of("harbour").snapshot() as snapshot:
        rows = snapshot.collect(snapshot.frame("responses")).to_pylist() if snapshot.has("responses") else []
    return {
        "rows": len(rows),
        "people": len({row["respondent"] for row in rows}),
        "finished": Sheet.objects.exclude(finished_at=None).count(),
        "saved": sorted(len(sheet.saved) for sheet in Sheet.objects.all()),
        "landings": Landing.objects.filter(done_at=None).count(),
        "leafless": Batch.objects.filter(leaf=None).count(),
    }


def main(what: str, *more: str) -> None:
    django.setup()
    if what == "make and be killed":
        make()
        killed("page", json.loads((Path(os.environ["TRUEUP_HOME"]) / "links.json").read_text(encoding="utf-8"))[0])
    elif what == "killed":
        print(json.dumps(look()), flush=True)
        killed(*more)
    elif what == "answer":
        answer(*more)
    elif what == "look":
        print(json.dumps(look()))
    else:
        from trueup.web.surveys.models import Fielding
        from trueup.web.surveys.tasks import land_answers

        land_answers.func(Fielding.objects.get().pk)


if __name__ == "__main__":
    main(*sys.argv[1:])
