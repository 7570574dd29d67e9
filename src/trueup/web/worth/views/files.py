"""Tables of improvements as CSV and Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from trueup.value.results_worth import NetBenefit
from trueup.web.parties.access import ActorRequest, NotFound
from trueup.web.site.door import seated
from trueup.web.site.export import Table, download
from trueup.web.worth import queries
from trueup.web.worth.queries import Seen

Row = tuple[Any, ...]
NET = ("expected", "stderr", "p_worth", "p10", "p50", "p90", "cvar10")
LIST = ("book", "party", "improvement", "title", "kpi", "answer", "words", *NET, "evpi", "currency")


@require_safe
@seated
def listed(request: ActorRequest, format: str) -> HttpResponse:
    """Every improvement that the seat sees."""
    return download("worth", Table(LIST, list(_rows(request))), format)


def _rows(request: ActorRequest) -> Iterator[Row]:
    for each in queries.holdings(request.actor):
        for row in each.rows:
            head = (each.book.slug, each.party, row.document.id, row.name)
            found = row.found
            if found is None:
                yield (*head, row.document.kpi, None, None, *(None for _ in NET), None, each.currency)
            else:
                yield (*head, found.kpi, found.answer, str(found.words), *_net(found.net), float(found.evpi.worth),
                       each.currency)  # fmt: skip


def _net(net: NetBenefit) -> Row:
    return tuple(float(getattr(net, name)) for name in NET)


@require_safe
@seated
def table(request: ActorRequest, book: str, id: str, what: str, format: str) -> HttpResponse:
    """A table of one: options, tornado, information, frontier, followed."""
    found = queries.seen(request.actor, book, id)
    if what not in _TABLES:
        raise NotFound(f"an improvement has no table {what!r}")
    return download(f"{book}-{id}-{what}", _TABLES[what](found), format)


def _options(seen: Seen) -> Table:
    found = seen.judgement.found
    rows = [
        (each.id, each.title, each.chosen, each.effect, float(each.spend), *_net(each.net))
        for each in (found.options if found else ())
    ]
    return Table(("option", "title", "chosen", "effect", "spend", *NET), rows)


def _tornado(seen: Seen) -> Table:
    found = seen.judgement.found
    rows = [
        (each.input, str(each.label), each.low, each.high, float(each.at_low), float(each.at_high), float(each.swing),
         each.share)
        for each in (found.tornado if found else ())
    ]  # fmt: skip
    return Table(("input", "label", "p10", "p90", "at_p10", "at_p90", "swing", "share"), rows)


def _information(seen: Seen) -> Table:
    found = seen.judgement.found
    known = ((found.evpi, *found.information)) if found else ()
    rows = [(each.input, str(each.label), float(each.worth), float(each.stderr), each.n) for each in known]
    return Table(("input", "label", "worth", "stderr", "n"), rows)


def _frontier(seen: Seen) -> Table:
    found = seen.judgement.found
    rows = [
        (float(each.budget), float(each.expected), " ".join(each.options))
        for each in (found.best.frontier if found else ())
    ]
    return Table(("budget", "expected", "options"), rows)


def _followed(seen: Seen) -> Table:
    whole = seen.holding.whole
    mine = [each for each in whole.followed if each.improvement == seen.judgement.document.id] if whole else []
    rows = [
        (each.option, each.title, each.since, each.predicted, each.realised, each.ratio, float(each.predicted_cost),
         None if each.realised_cost is None else float(each.realised_cost), each.p_worth, each.paid, str(each.basis))
        for each in mine
    ]  # fmt: skip
    columns = ("option", "title", "since", "predicted", "realised", "ratio", "predicted_cost", "realised_cost",
               "p_worth", "paid", "basis")  # fmt: skip
    return Table(columns, rows)


_TABLES: dict[str, Callable[[Seen], Table]] = {
    "options": _options,
    "tornado": _tornado,
    "information": _information,
    "frontier": _frontier,
    "followed": _followed,
}
