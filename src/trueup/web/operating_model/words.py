"""The words of operating models in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trueup.operating_model.results import ElementResult
from trueup.report import words

KINDS = {
    "job": gettext_noop("job"),
    "interaction": gettext_noop("interaction"),
    "decision": gettext_noop("decision"),
    "component": gettext_noop("business component"),
    "capability": gettext_noop("capability"),
    "cash_flow": gettext_noop("cash flow"),
}
BANDS = {
    "job": gettext_noop("Customer experience: jobs"),
    "interaction": gettext_noop("Customer experience: interactions"),
    "decision": gettext_noop("Decisions"),
    "component": gettext_noop("Business components"),
    "capability": gettext_noop("Capabilities"),
    "cash_flow": gettext_noop("Cash flow"),
}
GAPS = {
    "job_without_interaction": gettext_noop("no interaction"),
    "interaction_without_decision_or_owner": gettext_noop("no decision or no owner"),
    "decision_without_component": gettext_noop("no business component"),
    "component_without_capability": gettext_noop("no capability"),
    "capability_without_cash_flow": gettext_noop("no cash flow"),
    "cash_flow_without_job": gettext_noop("no job: money without a customer's purpose"),
}
ROWS = {
    "evidence": gettext_noop("evidence"),
    "customer": gettext_noop("what the customer does"),
    "onstage": gettext_noop("on stage"),
    "backstage": gettext_noop("behind the stage"),
    "support": gettext_noop("support"),
    "third_party": gettext_noop("third party"),
}
LEVELS = {
    "direct": gettext_noop("direct"),
    "control": gettext_noop("control"),
    "execute": gettext_noop("execute"),
}
MADE_OF = {
    "people": gettext_noop("people"),
    "process": gettext_noop("process"),
    "technology": gettext_noop("technology"),
    "information": gettext_noop("information"),
    "partner": gettext_noop("partner"),
    "asset": gettext_noop("asset"),
}
SEVEN = {
    "strategy": gettext_noop("Strategy"),
    "structure": gettext_noop("Structure"),
    "systems": gettext_noop("Systems"),
    "shared_values": gettext_noop("Shared values"),
    "skills": gettext_noop("Skills"),
    "style": gettext_noop("Style"),
    "staff": gettext_noop("Staff"),
}
LACKS = KINDS | {"owner": gettext_noop("owner")}
EVERY = (KINDS, BANDS, GAPS, ROWS, LEVELS, MADE_OF, SEVEN, LACKS)


def word(of: Mapping[str, str], name: str | None) -> str:
    """A word of one of the tables above; "" for None, the name itself where the table has none."""
    return _(of[name]) if name is not None and name in of else name or ""


def described(element: ElementResult, names: Mapping[str, str]) -> str:
    """An element as it is read out: name, kind, party, what is measured, what it lacks."""
    parts = [element.name, word(KINDS, element.kind)]
    if element.party:
        party = names.get(element.party, element.party)
        parts.append(_("third party: %(name)s") % {"name": party} if element.third else party)
    parts += measured(element)
    parts += [_("gap: %(what)s") % {"what": word(GAPS, each)} for each in element.gaps]
    return ", ".join(parts)


def measured(element: ElementResult) -> list[str]:
    """What was measured of an element, a few words each."""
    found, told = element.measures, []
    if found.touchpoints is not None and found.touchpoints.n:
        counts = {name: words.amount(Decimal(getattr(found.touchpoints, name))) for name in ("failed", "n")}
        told.append(_("%(failed)s of %(n)s failed") % counts)
    told += [f"{each.name}: {words.quantity(each.actual, each.unit)}" for each in found.kpis if each.actual is not None]
    if element.cost is not None:
        told.append(
            _("costs %(amount)s a year") % {"amount": f"{words.money(element.cost.a_year)} {element.cost.currency}"}
        )
    return told
