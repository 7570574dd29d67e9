"""What a row of the portfolio says."""

from __future__ import annotations

from functools import partial

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trueup.report import words
from trueup.report.html.markup import Markup, user
from trueup.web.assessments.portfolio import Row
from trueup.web.portfolio.queries import Portfolio
from trueup.web.site.stands import while_standing

register = template.Library()


@register.simple_tag(takes_context=True)
def row_of(context: template.Context, found: Portfolio, row: Row) -> SafeString:
    """The row of an agreement: made once for a seat, however the list is ordered, narrowed and turned."""
    told = {"found": found, "row": row, "line": found.plans.get((row.book, row.id))}
    key = ("portfolio/row.html", context["request"].actor.party, row.book, row.id, row.grade, get_language())
    return while_standing(key, partial(render_to_string, "portfolio/row.html", told))


@register.simple_tag
def providers(found: Portfolio, row: Row) -> Markup:
    """The providers' names."""
    return user(words.listed(found.named(row.book, row.summary.providers)) or _("no provider"))


@register.simple_tag
def chance(row: Row) -> str:
    """P(success) while the matter is open; what is decided has no chance any more."""
    decided = row.verdict in {"succeeded", "failed"}
    return "" if decided or row.p_success is None else words.share(row.p_success)
