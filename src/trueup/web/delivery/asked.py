"""What an address asks for."""

from __future__ import annotations

from django.http import HttpRequest

from trueup.vocabulary import Grade


def asked_grade(request: HttpRequest) -> str:
    """The grade of evidence at which the reader wants the figures."""
    return request.GET.get("grade") or Grade.reported.name
