"""No sentence of the engine is left in English on the German pages of an operating model."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from tests.web.language.test_german import left_in_english, shown, untold
from tests.web.operating_model.conftest import on_server
from tests.web.operating_model.planted import PAGE
from tests.web.seated import text
from trueup.operating_model.results import Map
from trueup.report.language import Language, speaking
from trueup.web.documents.models import Book
from trueup.web.operating_model.models import Mapped

__all__ = ["on_server"]
PAGES = (PAGE, f"{PAGE}?element=grant", f"{PAGE}?without=registry", f"{PAGE}?find=lend")


@pytest.fixture(autouse=True)
def german():
    """Readers of German, for the test itself."""
    with translation.override("de"), speaking(Language("de", translation.gettext)):
        yield


def test_an_operating_model_is_german(on_server: Book, sign_in):
    client: Client = sign_in("harbour")
    assert not {page: left for page in PAGES if (left := left_in_english(client, page))}
    kept = [Map.model_validate_json(body) for body in Mapped.objects.values_list("body", flat=True)]
    assert untold(kept, 15) == (set(), [])
    told = shown(text(client.get(f"{PAGE}?element=grant", headers={"accept-language": "de"})))
    assert "kundenerlebnis: interaktionen" in told
    assert "12,5 tage jan" in shown(text(client.get(f"{PAGE}?element=ask", headers={"accept-language": "de"})))
    assert "jobs, die an „whether to grant the loan“ hängen: 1 von 2." in told
