"""On a German page no sentence of the engine is left in English."""

from __future__ import annotations

import html
import re
from functools import cache

import pytest
from django.utils import translation

from tests.web import messages
from tests.web.seated import text
from trueup.agreements.results import AgreementResult
from trueup.report import words
from trueup.report.language import Language, speaking
from trueup.scorecard.model import Scorecard
from trueup.vocabulary import Said
from trueup.web.assessments.models import Assessed, Assessment

AGREEMENTS = [
    f"/agreements/northwind/{name}" for name in ("claims-platform", "contact-centre", "policy-issue", "academy")
]
PAGES = ("/", "/agreements", *AGREEMENTS, *(f"{each}?grade=attested" for each in AGREEMENTS))
PLACE = re.compile(r"\{\w+\}")
UNSEEN = re.compile(r"<(script|style|code|pre)\b.*?</\1>|<[^>]*>", re.DOTALL)
TELLING = 12
"""A piece of a template that is shorter may stand in a German sentence, or in what a person wrote."""


@pytest.fixture(autouse=True)
def german():
    """Readers of German: what the request's language is made of, for the test itself."""
    with translation.override("de"), speaking(Language("de", translation.gettext)):
        yield


def shown(page: str) -> str:
    """The texts of a page, in one line."""
    return re.sub(r"\s+", " ", html.unescape(UNSEEN.sub("\n", page))).lower()


@cache
def english() -> frozenset[str]:
    """Pieces of templates between their places: each gives an English sentence away."""
    known = {message.id: message.string for message in messages.catalogue()}
    return frozenset(
        piece.strip(" .,;:()").lower()
        for template, _, _ in messages.templates()
        if known.get(template) != template
        for piece in PLACE.split(template)
        if len(piece.strip(" .,;:()")) >= TELLING
    )


def sentences(value: object) -> list[Said]:
    """Every sentence in a result, and within sentences."""
    if isinstance(value, Said):
        return [value, *(each for part in value.parts.values() for each in sentences(part))]
    if hasattr(type(value), "model_fields"):
        return [each for name in type(value).model_fields for each in sentences(getattr(value, name))]
    if isinstance(value, list | tuple | set | frozenset):
        return [each for part in value for each in sentences(part)]
    return [each for part in value.values() for each in sentences(part)] if isinstance(value, dict) else []


@pytest.mark.parametrize("address", PAGES)
def test_no_piece_of_an_english_sentence_is_on_a_german_page(judged, sign_in, address):
    answer = sign_in("northwind").get(address, headers={"accept-language": "de"})
    assert answer.status_code == 200
    assert '<html lang="de"' in text(answer)
    found = shown(text(answer))
    assert not sorted(piece for piece in english() if piece in found)


def test_results_that_the_server_keeps_say_every_sentence_in_german(judged):
    kept = [AgreementResult.model_validate_json(body) for body in Assessed.objects.values_list("body", flat=True)]
    kept += [Scorecard.model_validate_json(body) for body in Assessment.objects.values_list("body", flat=True)]
    known = {message.id for message in messages.catalogue() if messages._translated(message.string)}
    found = {(each, each.template): each for each in sentences(kept)}.values()
    assert len(found) > 100
    assert not {each.template for each in found if words.WORDED.search(each.template)} - known
    assert not [each for each in found if any(piece in words.told(each).lower() for piece in english())]


def test_reasons_of_agreements_carry_their_parts_through_the_store(judged):
    results = [AgreementResult.model_validate_json(body) for body in Assessed.objects.values_list("body", flat=True)]
    told = [each for result in results for each in (*result.reasons, *result.would_change)]
    assert told
    assert all(isinstance(each, Said) for each in told)
