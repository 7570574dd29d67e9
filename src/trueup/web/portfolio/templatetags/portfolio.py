"""What a row of the portfolio says."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from trueup.report import words
from trueup.report.html.markup import Markup, user
from trueup.web.assessments.portfolio import Row
from trueup.web.delivery.lines import Line
from trueup.web.portfolio.queries import Portfolio

register = template.Library()


@register.simple_tag
def providers(found: Portfolio, row: Row) -> Markup:
    """The providers' names."""
    return user(words.listed(found.named(row.book, row.summary.providers)) or _("no provider"))


@register.simple_tag
def plan_of(found: Portfolio, row: Row) -> Line | None:
    """The agreement's plan in a line, if it has one."""
    return found.plans.get((row.book, row.id))


@register.simple_tag
def chance(row: Row) -> str:
    """P(success) while the matter is open; what is decided has no chance any more."""
    decided = row.verdict in {"succeeded", "failed"}
    return "" if decided or row.p_success is None else words.share(row.p_success)
