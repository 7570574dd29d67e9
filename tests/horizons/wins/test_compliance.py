from __future__ import annotations

import pytest

from tests.horizons.wins.written import NO, win
from trueup.horizons.wins import RULES, Answers, stop
from trueup.horizons.wins.compliance import whom_to_ask
from trueup.vocabulary import InputError

STOPS = {
    "payment": [
        "We slip her a bribe before the vote.",
        "He expects a kick-back of two per cent",
        "a brown envelope, as last year",
        "Pay him 5,000 privately once it is signed",
        "cash payment on the side",
        "wants a loan to him from our firm",
        "He gets a hidden commission",
        "Schmiergeld für den Einkauf",
        "Er lässt sich bestechen",
        "10.000 Euro in bar bezahlen",
        "UNTER DER HAND geregelt",
        "einen dicken Umschlag zu Weihnachten",
        "ihm etwas Geld überweisen",
        "B\u200bestechung, unsichtbar getrennt",
    ],
    "gift": [
        "Wants VIP tickets for the final",
        "a gift of wine",
        "Invite her to a nice dinner in Paris",
        "A paid holiday for the family",
        "corporate hospitality at the races",
        "Ein Weihnachtsgeschenk für sie",
        "Wir laden zur Bewirtung ein",
        "einen Gutschein über 500 Euro",
        "Einladung zum schönen Abendessen",
        "seinen Urlaub bezahlen",
        "eine Golfreise nach Spanien",
    ],
    "job_offer": [
        "Has a job offer from us in mind",
        "Offer him a senior position after the project",
        "an internship for his daughter",
        "hire her next year",
        "A consulting contract when he leaves",
        "Er bekommt ein Jobangebot von uns",
        "eine Stelle bei uns",
        "ein Praktikum für ihre Tochter",
        "ihm später einen gut bezahlten Posten verschaffen",
        "einen Beratervertrag ab Januar",
    ],
}
CLEAR = [
    "Wants to be promoted to head of claims.",
    "Gets her bonus when the go-live holds.",
    "Needs to close tickets faster and be home by six.",
    "Wants the board to see that the money was well spent; it pays off in a year.",
    "Hopes for a new role in his own company.",
    "Wants the figures in bar charts, and the shortfall in cash flow explained.",
    "Runs the hospitality sector and needs calm weekends.",
    "Present at the steering committee with one clear figure.",
    "Will vor dem Vorstand gut aussehen und wieder ruhig schlafen.",
    "Möchte befördert werden und auf der Konferenz vortragen.",
    "Muss beim Start präsent sein; die Meldungen richtig einstellen.",
    "Streit wäre Gift für das Projekt.",
    "Braucht ein Angebot, das die Revision versteht.",
]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in STOPS.items() for text in texts])
def test_words_stop_a_win_wherever_they_stand(rule: str, text: str):
    for found in (stop(win(win=text), NO), stop(win(step=text), NO), stop(win(person=f"Mr X ({text})"), NO)):
        assert found is not None
        assert rule in found.rules
        assert found.words


@pytest.mark.parametrize("text", CLEAR)
def test_what_people_want_of_work_is_no_stop(text: str):
    assert stop(win(win=text), NO) is None


@pytest.mark.parametrize("rule", RULES)
def test_a_question_that_is_answered_with_yes_stops_without_any_word(rule: str):
    found = stop(win(), Answers(**{each: each == rule for each in RULES}))
    assert found is not None
    assert (found.rules, found.words) == ((rule,), ())
    assert any("ask before" in sentence for sentence in found.sentences)


@pytest.mark.parametrize("given", [{}, {"payment": False, "gift": False}, {**NO.model_dump(), "gift": "no"},
                                   {**NO.model_dump(), "payment": 0}, {**NO.model_dump(), "x": False}])  # fmt: skip
def test_no_answer_is_no_no(given: dict):
    with pytest.raises(InputError, match="questions of compliance"):
        Answers.of(given)


def test_a_stop_says_what_it_may_be_what_stopped_it_and_whom_to_ask():
    found = stop(win(win="a bribe, and a job offer"), NO)
    assert found is not None
    told = " ".join(found.sentences)
    assert "a payment" in told
    assert "a job offer" in told
    assert "bribe" in told
    assert "other words" in told
    assert whom_to_ask("the ethics office") == "Ask the ethics office."
    assert "compliance" in whom_to_ask()
