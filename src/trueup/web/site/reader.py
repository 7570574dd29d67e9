"""The reader's language and time zone: what the member chose, else what the browser asks for."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from trueup.report.language import WRITTEN, Language, speaking


class ReaderMiddleware:
    """Comes after those that know who reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") if request.user.is_authenticated else ""
        if chosen and chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        code = translation.get_language() or "en"
        language = WRITTEN if code == WRITTEN.code else Language(code, translation.gettext)
        with timezone.override(_zone(request)), speaking(language):
            return self.get_response(request)


def _zone(request: HttpRequest) -> zoneinfo.ZoneInfo | None:
    name = getattr(request.user, "time_zone", "") if request.user.is_authenticated else ""
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None
