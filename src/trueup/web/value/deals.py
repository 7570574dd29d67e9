"""Simulating the deal on the table, for a party of it. What a side states of its own is used and kept nowhere.

The draws take the time and rest on nothing private: those of the last few deals are kept in memory.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from trueup.agreements.documents import Agreement
from trueup.scorecard.value_deal import Reach, Simulating
from trueup.value.deal import Simulated, Stated
from trueup.value.deal_told import About, told
from trueup.value.results_deal import Deal
from trueup.web.documents.access import Place, agreement_place
from trueup.web.documents.books import open_book, state_of
from trueup.web.documents.models import Version
from trueup.web.parties.access import Actor, NotFound

DRAWS = 4_000
"""Fewer than on the command line: somebody is waiting. The error of simulation stands beside each figure."""
NOTHING = Stated()


def simulate(
    actor: Actor | None, book: str, agreement: str, stated: Stated = NOTHING, reach: Reach | None = None
) -> Deal:
    """The terms that are proposed, else those in force. Raises NotFound, and InputError where that is impossible."""
    terms = on_the_table(agreement_place(actor, book, agreement), agreement)
    with open_book(book).values() as values:
        today = values.moment.as_of
    drawn, about = _drawn(book, state_of(book), terms.model_dump_json(by_alias=True), today, reach)
    return told(Simulated(drawn.slots, drawn.values, stated), about)


def priced(place: Place, agreement: str) -> bool:
    """Whether there are terms that a fee follows."""
    try:
        return on_the_table(place, agreement).pricing is not None
    except NotFound:
        return False


def on_the_table(place: Place, agreement: str) -> Agreement:
    """The version that waits for signatures, else the latest in force. Raises NotFound."""
    proposed = Version.objects.filter(book=place.book, kind="agreement", doc_id=agreement, state="proposed")
    body = proposed.order_by("-number").values_list("body", flat=True).first()
    if body:
        return Agreement.model_validate_json(body)
    versions = open_book(place.book.slug).book.agreements.get(agreement)
    if versions is None:
        raise NotFound(f"no version of the agreement {agreement!r} is proposed or in force")
    return versions.latest


@lru_cache(maxsize=8)
def _drawn(book: str, state: str, terms: str, today: dt.date, reach: Reach | None) -> tuple[Simulated, About]:
    """The draws of a deal: another one with every document, fact, day or share that is reached."""
    with open_book(book).values(today) as values:
        work = Simulating(values, Agreement.model_validate_json(terms), reach, DRAWS)
        return Simulated(work.slots, work.values, NOTHING), work.about
