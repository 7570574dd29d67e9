"""On a German page no sentence of the engine is left in English."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache

import pytest
from django.test import Client
from django.utils import translation

from tests.web import messages
from tests.web.seated import text
from trueup.agreements.results import AgreementResult
from trueup.report import words
from trueup.report.language import Language, speaking
from trueup.scorecard.model import Delivery, Scorecard
from trueup.vocabulary import Said
from trueup.web.assessments.models import Assessed, Assessment
from trueup.web.delivery.models import AssessedPlan

AGREEMENTS = tuple(f"/agreements/northwind/{name}" for name in ("contact-centre", "policy-issue", "academy"))
PAGES = ("/", "/agreements", *AGREEMENTS, f"{AGREEMENTS[1]}?grade=attested", "/explore/northwind")
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
    known = {message.id: str(message.string).lower() for message in messages.catalogue()}
    pieces = (
        (piece.strip(" .,;:()").lower(), known.get(template, ""))
        for template, _, _ in messages.templates()
        for piece in PLACE.split(template)
    )
    return frozenset(piece for piece, german in pieces if len(piece) >= TELLING and piece not in german)


def sentences(value: object) -> list[Said]:
    """Every sentence in a result, and within sentences."""
    if isinstance(value, Said):
        return [value, *(each for part in value.parts.values() for each in sentences(part))]
    if hasattr(type(value), "model_fields"):
        return [each for name in type(value).model_fields for each in sentences(getattr(value, name))]
    if isinstance(value, list | tuple | set | frozenset):
        return [each for part in value for each in sentences(part)]
    return [each for part in value.values() for each in sentences(part)] if isinstance(value, dict) else []


def left_in_english(client: Client, address: str) -> list[str]:
    """What of a German page is English."""
    answer = client.get(address, headers={"accept-language": "de"})
    assert answer.status_code == 200, address
    assert '<html lang="de"' in text(answer)
    found = shown(text(answer))
    return sorted(piece for piece in english() if piece in found)


def untold(found: Sequence[object], least: int = 100) -> tuple[set[str], list[str]]:
    """Templates without a translation, and sentences that are told in English all the same."""
    known = {message.id for message in messages.catalogue() if messages._translated(message.string)}
    every = {(each, each.template): each for each in sentences(found)}.values()
    assert len(every) > least
    worded = {each.template for each in every if words.WORDED.search(each.template)}
    return worded - known, [each for each in every if _is_english(words.told(each).lower())]


def _is_english(told: str) -> bool:
    return any(piece in told for piece in english())


def test_no_piece_of_an_english_sentence_is_on_a_german_page(judged, sign_in):
    client = sign_in("northwind")
    assert not {address: left for address in PAGES if (left := left_in_english(client, address))}


def test_an_english_page_gives_itself_away(judged, sign_in):
    page = text(sign_in("northwind").get(AGREEMENTS[1], headers={"accept-language": "en"}))
    assert len([piece for piece in english() if piece in shown(page)]) > 5


def test_no_piece_of_an_english_sentence_is_on_a_german_page_of_a_plan(known, sign_in):
    client = sign_in("northwind")
    results = [Delivery.model_validate_json(body) for body in AssessedPlan.objects.values_list("body", flat=True)]
    assert untold(results) == (set(), [])
    assert not left_in_english(client, "/plans")
    for result in results:
        page = f"/plans/northwind/{result.plan}"
        assert not left_in_english(client, page)
        assert not left_in_english(client, f"{page}?why={result.activities[-1].activity}")


def test_results_that_the_server_keeps_say_every_sentence_in_german(judged):
    kept = [AgreementResult.model_validate_json(body) for body in Assessed.objects.values_list("body", flat=True)]
    kept += [Scorecard.model_validate_json(body) for body in Assessment.objects.values_list("body", flat=True)]
    assert untold(kept) == (set(), [])


def test_reasons_of_agreements_carry_their_parts_through_the_store(judged):
    results = [AgreementResult.model_validate_json(body) for body in Assessed.objects.values_list("body", flat=True)]
    told = [each for result in results for each in (*result.reasons, *result.would_change)]
    assert told
    assert all(isinstance(each, Said) for each in told)


WEAKENED = re.compile(r"zielwert von „[^“]+“ abgeschwächt: von 5 auf 8 tage")


@pytest.mark.parametrize("page", ["", "/versions/2"])
def test_what_an_amendment_changes_is_said_in_german(judged, sign_in, page):
    client, address = sign_in("northwind"), f"{AGREEMENTS[1]}{page}"
    assert not left_in_english(client, address)
    german = shown(text(client.get(address, headers={"accept-language": "de"})))
    assert WEAKENED.search(german)
    assert re.search(r"toleranz von „[^“]+“ erweitert: von 0 auf 0,5 tage", german)
    english = shown(text(client.get(address, headers={"accept-language": "en"})))
    assert re.search(r"target of [^.]+ weakened from 5 to 8 days", english)
    assert not WEAKENED.search(english)


def test_changes_of_an_agreement_carry_their_parts_through_the_store(judged):
    results = [AgreementResult.model_validate_json(body) for body in Assessed.objects.values_list("body", flat=True)]
    told = [each for result in results for version in result.versions for each in version.changes]
    assert told
    assert all(isinstance(each, Said) for each in told)
