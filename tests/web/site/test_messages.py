"""Every text for people has a German translation that says the same of the same things."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from tests.web import messages
from trueup.report import words
from trueup.report.language import ENGLISH, Language, speaking

PLACE = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")


def test_every_text_is_translated():
    known = {(message.id, message.context) for message in messages.catalogue() if messages._translated(message.string)}
    found = {((text, plural) if plural else text, context) for text, plural, context in messages.messages()}
    assert len(found) > 1000
    assert not found - known, "python -m tests.web.messages adds them to the catalogue"


def test_nothing_is_translated_that_nobody_says():
    said = {(text, plural) if plural else text for text, plural, _ in messages.messages()}
    assert {message.id for message in messages.catalogue() if message.id} == said


def test_every_translation_has_the_places_of_its_text():
    for message in messages.catalogue():
        if message.id:
            texts = [message.id, message.string] if isinstance(message.id, str) else [*message.id, *message.string]
            assert len({frozenset(PLACE.findall(text)) for text in texts[:: 2 if len(texts) == 4 else 1]}) == 1, (
                message.id
            )
            assert frozenset(PLACE.findall(texts[-1])) == frozenset(PLACE.findall(texts[len(texts) // 2 - 1])), (
                message.id
            )


def test_the_compiled_catalogue_is_the_one_that_is_written():
    assert (messages.FOLDER / "django.mo").read_bytes() == messages.compiled()


def test_figures_and_days_follow_the_language():
    from datetime import date
    from decimal import Decimal

    def said() -> tuple[str, ...]:
        return (words.number(12.34), words.amount(Decimal("-1234.5")), words.money(Decimal(1_240_000)),
                words.day(date(2026, 3, 1)), words.quantity(2, "day"), words.share(0.005))  # fmt: skip

    english = ("12.34", "−1,234.50", "1.24 M", "1 Mar 2026", "2 days", "<1 %")
    assert said() == english
    with translation.override("de"), speaking(Language("de", translation.gettext)):
        assert said() == ("12,34", "−1.234,50", "1,24 M", "01.03.2026", "2 Tage", "<1 %")
    with speaking(ENGLISH):
        assert said() == english


@pytest.mark.parametrize("address", ["/", "/agreements", "/agreements/northwind/policy-issue", "/explore/northwind"])
def test_a_german_page_says_it_in_german(judged, sign_in, address):
    client = sign_in("northwind")
    page = client.get(address, headers={"accept-language": "de"}).content.decode()
    assert '<html lang="de"' in page
    main = re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])
    for english in (
        "Needs you",
        "Evidence",
        "Verdict",
        "How do you know",
        "Strengths",
        "Value realised",
        "Promised",
        "agreements",
    ):
        assert english not in main, english
