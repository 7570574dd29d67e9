"""The pictures of a plan, each with its numbers in a table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from trueup.delivery import charts
from trueup.delivery.results import DeliveryResult, Frontier, Simulation
from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup, tag
from trueup.report.language import say
from trueup.report.pace import held
from trueup.web.delivery.queries import Seen

STATES = {"done": gettext_noop("done"), "under_way": gettext_noop("under way"), "to_do": gettext_noop("to do")}


def voice(seen: Seen) -> charts.Voice:
    """How charts speak to the reader of this page."""
    return charts.Voice(
        say=say, day=words.day, money=words.money, share=words.share, number=words.number, names=seen.names
    )


@dataclass(slots=True)
class Figures:
    """The figures of one page; `charts` collects what is drawn."""

    seen: Seen
    charts: Charts

    @property
    def result(self) -> DeliveryResult:
        """What they show."""
        assert self.seen.result is not None
        return self.seen.result

    def amount(self, value: Decimal | None) -> str:
        """An amount with its currency."""
        return "" if value is None else f"{words.money(value)} {self.seen.currency}"

    def timeline(self, *, whole: bool, link: str) -> Markup:
        """Activities by party; `link` with the id of an activity behind it is the address that says why."""
        shown = charts.chosen(self.result, whole=whole)
        spec = charts.timeline(self.result, shown, voice(self.seen), lambda activity: f"{link}{activity}#why")
        told = ngettext("%(n)d activity by party", "%(n)d activities by party", shown.count) % {"n": shown.count}
        return self.charts.figure(spec, _("Timeline"), told, _activities(self.seen), _legend())

    def finish(self) -> Markup | None:
        """When the plan finishes, as far as anybody can know."""
        futures = self.result.simulation
        if futures is None or not futures.finish_bins:
            return None
        spec = charts.finish(futures, self.result.start, self.result.committed_finish, voice(self.seen))
        day, ends = words.day, futures.finish
        rows = [("5 %", day(ends.p05)), ("20 %", day(ends.p20)), ("50 %", day(ends.p50)), ("80 %", day(ends.p80)),
                ("95 %", day(ends.p95)), (_("mean"), day(ends.mean))]  # fmt: skip
        table = Table((_("Share of the futures"), _("finish by")), rows)
        record = tag("p", held(), class_="quiet")
        return self.charts.figure(spec, _("When it finishes"), _futures(futures), table, record)

    def cost(self) -> Markup | None:
        """What it costs, as far as anybody can know."""
        futures = self.result.simulation
        if futures is None or futures.cost is None or not futures.cost_bins:
            return None
        spec = charts.cost(futures, self.result.budget, self.seen.currency, voice(self.seen))
        costs = futures.cost
        pairs = (
            ("5 %", costs.p05), ("50 %", costs.p50), ("80 %", costs.p80), ("95 %", costs.p95), (_("mean"), costs.mean),
        )  # fmt: skip
        rows = [(share, f"{words.amount(round(value, 0))} {self.seen.currency}") for share, value in pairs]
        table = Table((_("Share of the futures"), _("cost less than")), rows, frozenset({1}))
        return self.charts.figure(spec, _("What it costs"), _futures(futures), table)

    def slip(self) -> Markup | None:
        """Who the slip comes from."""
        futures = self.result.simulation
        if futures is None or not futures.shares or futures.slip is None:
            return None
        spec = charts.slip(futures, voice(self.seen))
        told = _("Calendar days of the expected slip that each party's portion explains; they add up to it.")
        rows = [
            (voice(self.seen).party(each.party), words.number(round(each.days, 1)),
             words.share(each.share) if each.share is not None else "", words.number(round(2 * each.se, 1)))
            for each in futures.shares
        ]  # fmt: skip
        columns = (_("Party"), _("days"), _("share of the slip"), "±")
        return self.charts.figure(spec, _("Whose portion the slip comes from"), told, _table(columns, rows))

    def criticality(self) -> Markup | None:
        """Which activities decide the end."""
        futures = self.result.simulation
        if futures is None or not futures.sensitivity:
            return None
        names = {each.activity: each.name for each in self.result.activities}
        spec = charts.criticality(futures, names, voice(self.seen))
        rows = [
            (names.get(each.activity, each.activity), words.share(each.ci), _plain(each.cri), _plain(each.cri_rank),
             _plain(each.si), _plain(each.ssi))
            for each in futures.sensitivity
        ]  # fmt: skip
        columns = (_("Activity"), _("criticality"), _("cruciality"), _("cruciality by ranks"), _("significance"),
                   _("schedule sensitivity"))  # fmt: skip
        told = _("How often each activity is critical in the simulated futures.")
        return self.charts.figure(spec, _("What decides the end"), told, _table(columns, rows))

    def curve(self) -> Markup | None:
        """Planned and earned value and actual cost."""
        points = self.result.curve
        if len(points) < 2:
            return None
        spec = charts.curve(self.result, self.seen.currency, voice(self.seen))
        rows = [(words.day(each.date), *(_amount(value) for value in (each.pv, each.ev, each.ac))) for each in points]
        columns = (_("Day"), _("planned value"), _("earned value"), _("actual cost"))
        told = _("Planned value, earned value and actual cost over time, in %(currency)s.")
        return self.charts.figure(
            spec, _("Earned value"), told % {"currency": self.seen.currency}, _table(columns, rows)
        )

    def frontier(self, found: Frontier) -> Markup | None:
        """What each set of moves costs, when the plan then ends, and how surely."""
        if not found.candidates:
            return None
        committed = self.result.committed_finish if self.seen.result else None
        spec = charts.frontier(found, committed, self.seen.currency, voice(self.seen))
        rows = [
            (charts.letter(number), self.amount(each.extra), words.day(each.forecast.finish_p80),
             words.share(each.forecast.on_time.p) if each.forecast.on_time else "",
             "; ".join(words.told(move.words) for move in each.moves))
            for number, each in enumerate(found.candidates)
        ]  # fmt: skip
        columns = (_("Set"), _("cost of the moves"), _("80 % by"), _("P(on time)"), _("Moves"))
        told = _("Cost of each set of moves against the day by which 80 % of the futures then end.")
        table = Table(columns, rows, frozenset({1, 3}))
        return self.charts.figure(spec, _("Ways to contain it"), told, table)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(columns, rows, frozenset(range(1, len(columns))))


def _plain(value: float | None) -> str:
    return "" if value is None else words.number(round(value, 3))


def _amount(value: Decimal | None) -> str:
    return "" if value is None else words.amount(round(value, 0))


def _futures(futures: Simulation) -> str:
    said = {"n": words.number(futures.iterations), "seed": futures.seed}
    return _("%(n)s simulated futures, seed %(seed)s.") % said


def _activities(seen: Seen) -> Table:
    """Every activity, the table behind the timeline."""
    assert seen.result is not None
    day = words.day
    rows = [
        (each.name, seen.name(each.party), _(STATES[each.state]), day(each.start), day(each.finish),
         day(each.baseline_finish) if each.baseline_finish else "",
         day(each.committed_finish) if each.committed_finish else "", words.number(round(each.percent, 1)),
         "" if each.total_float is None else words.number(round(each.total_float, 1)),
         _("critical") if each.critical else "")
        for each in seen.result.activities
    ]  # fmt: skip
    columns = (_("Activity"), _("Party"), _("State"), _("Start"), _("Finish"), _("agreed finish"), _("promised"),
               _("% done"), _("float, days"), "")  # fmt: skip
    return Table(columns, rows, frozenset({7, 8}))


def _legend() -> Markup:
    """What the bars of the timeline mean."""
    keys = (
        ("past", _("done, or under way until the status date")),
        ("ahead", _("to come")),
        ("critical", _("to come, and critical")),
        ("agreed", _("the baseline")),
        ("promise", _("promised by its party")),
    )
    return tag("ul", [tag("li", _key(name), text) for name, text in keys], class_="legend")


def _key(name: str) -> Markup:
    return tag("svg", tag("rect", x=1, y=5, width=26, height=6 if name != "agreed" else 3, class_=f"plan-{name}"),
               class_="key", viewBox="0 0 28 16", aria_hidden="true")  # fmt: skip
