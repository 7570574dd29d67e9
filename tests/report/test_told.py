"""What the engine said, in the language of the reader."""

from __future__ import annotations

import datetime as dt

import pytest

from trueup.report import words
from trueup.report.html.markup import tag
from trueup.report.language import WRITTEN, Language, speaking
from trueup.vocabulary import Day, Figure, Period, Slice, joined, said

GERMAN = {
    "{actual} against {target}": "{target} zugesagt, {actual} erreicht",
    "{number} days": "{number} Tage",
    "due {day}, for {period}": "fällig am {day}, für {period}",
    "{first} and {last}": "{first} und {last}",
    "missed": "verfehlt",
}
DAYS = said("{number} days", number=Figure("1,234.5"))


@pytest.fixture
def german():
    """A reader of German."""
    with speaking(Language("de", lambda text: GERMAN.get(text, text))):
        yield


def test_english_readers_read_the_text_itself():
    found = said("{actual} against {target}", actual=DAYS, target="5")
    assert words.told(found) == "1,234.5 days against 5"
    assert type(words.told(found)) is str


@pytest.mark.usefixtures("german")
def test_sentences_within_sentences_are_said_in_the_language():
    found = said("{actual} against {target}", actual=DAYS, target="{days} missed")
    assert words.told(found) == "{days} missed zugesagt, 1.234,5 Tage erreicht"
    assert words.sentence(joined([said("missed"), DAYS], "; ")) == "Verfehlt; 1.234,5 Tage."


@pytest.mark.usefixtures("german")
def test_days_and_periods_are_written_as_the_language_writes_them():
    month = Period.parse("2026-08-01/2026-09-01")
    assert words.told(said("due {day}, for {period}", day=dt.date(2026, 12, 31), period=month)) == (
        "fällig am 31.12.2026, für Aug. 2026"
    )


@pytest.mark.usefixtures("german")
def test_plain_text_stands_as_it_was_written():
    assert words.told("missed") == "missed"
    assert words.told(said("{first} and {last}", first="missed 1,5", last=7)) == "missed 1,5 und 7"


@pytest.mark.usefixtures("german")
def test_elements_say_sentences_and_escape_what_people_wrote():
    found = said("{actual} against {target}", actual="<b>", target=DAYS)
    assert tag("p", found, title=found) == (
        '<p title="1.234,5 Tage zugesagt, &lt;b&gt; erreicht">1.234,5 Tage zugesagt, &lt;b&gt; erreicht</p>'
    )


def test_on_pages_days_and_places_are_written_as_people_do():
    text = said("{actual} in {period} at {where}, due {day}", actual=Figure("5.2 days"),
                period=Period(dt.date(2026, 8, 1), dt.date(2026, 9, 1)), where=Slice(stage="marketing_and_sales"),
                day=dt.date(2026, 8, 31))  # fmt: skip
    assert words.told(text) == str(text) == "5.2 days in 2026-08 at stage marketing_and_sales, due 2026-08-31"
    with speaking(WRITTEN):
        assert words.told(text) == "5.2 days in Aug 2026 at stage marketing and sales, due 31 Aug 2026"
        assert words.told(said("from {day} on", day=Day(dt.date(2026, 3, 2)))) == "from 2 March 2026 on"


def test_places_bear_the_names_that_people_gave_them():
    where = words.called(Slice(project="portal-2026", provider="acme"), {"provider": {"acme": "Acme Software"}})
    assert words.place(where) == "project portal-2026, provider Acme Software"
    assert words.place(Slice()) == "everything"
