"""No sentence of the engine is left in English on the German pages of horizons and wins."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from tests.web.horizons.conftest import browse, on_server, personas
from tests.web.horizons.mill import PAGE
from tests.web.language.test_german import left_in_english, shown, untold
from tests.web.seated import text
from trueup.horizons.checklists import HOSTAGE
from trueup.horizons.results import Ladder
from trueup.horizons.sus import ITEMS
from trueup.horizons.wins.compliance import QUESTIONS, RULES, Stop, whom_to_ask
from trueup.report import words
from trueup.report.language import Language, speaking
from trueup.web.horizons.models import Scored

__all__ = ["browse", "on_server", "personas"]
ASKED = tuple(f"{PAGE}/answer/{name}" for name in ("again", "usable", "hostage", "fits", "pulse", "wanted"))
PAGES = ("/horizons", PAGE, f"{PAGE}/effort", *ASKED, "/agreements/mill/saw")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def german():
    """Readers of German, for the test itself."""
    with translation.override("de"), speaking(Language("de", translation.gettext)):
        yield


def test_no_piece_of_an_english_sentence_is_on_a_german_page_of_horizons(browse: Callable[[str], Client]):
    client = browse("mill owner")
    assert not {page: left for page in PAGES if (left := left_in_english(client, page))}
    kept = [Ladder.model_validate_json(body) for body in Scored.objects.values_list("ladder", flat=True)]
    assert untold(kept, 15) == (set(), [])
    page = shown(text(client.get(PAGE, headers={"accept-language": "de"})))
    assert "✗ nein" in page
    assert "✓ ja" in page


def test_what_people_are_asked_and_what_stops_a_win_is_german():
    stops = [Stop((rule,), ("bribe",)).sentences for rule in RULES] + [Stop(RULES, ()).sentences]
    asked = [each for item in (*ITEMS, *HOSTAGE) for each in (item.what, item.group)]
    found = [*asked, *QUESTIONS.values(), *stops, whom_to_ask(), whom_to_ask("Ines")]
    assert untold(found, 30) == (set(), [])
    assert words.told(QUESTIONS["gift"]).startswith("Beruht es auf einem Geschenk")
