"""What the frame of every page knows: where the reader is, how it should look, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy

THEMES = {"auto": gettext_lazy("As my device"), "light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}
VERSION = version("trueup")
THEME = "theme"
"""The cookie that remembers how pages should look."""
TOKEN = "trueup.token"  # noqa: S105 - where it is kept

PLACES = (
    ("/", gettext_lazy("Today")),
    ("/agreements", gettext_lazy("Agreements")),
    ("/plans", gettext_lazy("Plans")),
    ("/jobs", gettext_lazy("Jobs")),
    ("/horizons", gettext_lazy("Horizons")),
    ("/worth", gettext_lazy("Worth")),
    ("/model", gettext_lazy("Operating model")),
    ("/statements", gettext_lazy("Statements")),
    ("/calibration", gettext_lazy("Calibration")),
    ("/explore", gettext_lazy("Explore")),
    ("/ledger", gettext_lazy("Ledger")),
    ("/sources", gettext_lazy("Sources")),
    ("/settings/", gettext_lazy("Settings")),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: a link, or a button that sets something."""

    value: str
    word: str
    chosen: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """`places` (the navigation), `theme`, `themes`, `languages`, `version`, and the token of the page's forms."""
    theme = theme_of(request)
    language = get_language()
    return {
        "places": [Choice(path, str(word), _within(request.path, path)) for path, word in PLACES],
        "theme": theme,
        "themes": [Choice(name, str(word), name == theme) for name, word in THEMES.items()],
        "languages": [Choice(code, word, code == language) for code, word in settings.LANGUAGES],
        "version": VERSION,
        "csrf_token": SimpleLazyObject(lambda: token_of(request).decode()),
    }


def theme_of(request: HttpRequest) -> str:
    """How this reader wants pages to look; as the device does, unless chosen otherwise."""
    theme = request.COOKIES.get(THEME, "auto")
    return theme if theme in THEMES else "auto"


def token_of(request: HttpRequest) -> bytes:
    """The token of the forms of this answer: the same for all of them, so that it can be told from the page."""
    if TOKEN not in request.META:
        request.META[TOKEN] = get_token(request).encode()
    token: bytes = request.META[TOKEN]
    return token


def _within(path: str, place: str) -> bool:
    here = place.rstrip("/")
    return path == "/" if not here else path == here or path.startswith(f"{here}/")
