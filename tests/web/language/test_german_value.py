"""No sentence of the engine is left in English on the German pages of value, statements, calibration and worth."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.web.language.test_german import AGREEMENTS, left_in_english
from trueup.report.language import Language, speaking
from trueup.web.calibration.computing import compute as calibrate
from trueup.web.value.computing import compute

PAGES = (*(f"{page}/{tab}" for page in AGREEMENTS for tab in ("value", "deal")), "/goalposts", "/statements",
         "/worth", "/calibration", "/calibration/northwind")  # fmt: skip


@pytest.fixture(autouse=True)
def german():
    """Readers of German, for the test itself."""
    with translation.override("de"), speaking(Language("de", translation.gettext)):
        yield


def test_no_piece_of_an_english_sentence_is_on_a_german_page_of_value(judged, sign_in):
    compute("northwind")
    calibrate("northwind")
    client = sign_in("northwind")
    assert not {page: left for page in PAGES if (left := left_in_english(client, page))}
