"""Figures of calibration for templates."""

from __future__ import annotations

from django import template

from trueup.report.language import separators

register = template.Library()


@register.filter
def three(value: float | None) -> str:
    """Three digits after the point, as the reader writes it: scores differ there."""
    return _digits(value, 3)


@register.filter
def two(value: float | None) -> str:
    """Two digits after the point."""
    return _digits(value, 2)


def _digits(value: float | None, many: int) -> str:
    return "" if value is None else f"{value:.{many}f}".replace(".", separators("."))
