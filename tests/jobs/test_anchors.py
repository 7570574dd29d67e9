"""The words of a form: every point is worded, in every language, and the customer is asked, not the provider."""

from __future__ import annotations

import pytest

from trueup.jobs.anchors import LANGUAGES, WORDINGS, anchors_of, opening, statement, wording
from trueup.jobs.job_map import Outcome
from trueup.jobs.survey import Anchors, Scale, Survey
from trueup.vocabulary import InputError


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_points_of_both_scales_have_different_words(language: str) -> None:
    anchors = WORDINGS[language].anchors
    words = (*anchors.importance, *anchors.satisfaction)
    assert len(words) == len(set(words)) == 10


@pytest.mark.parametrize(("language", "you", "provider"), [("en", "YOU", " we "), ("de", "SIE", " wir ")])
def test_the_customer_is_asked_how_they_are_doing(language: str, you: str, provider: str) -> None:
    words = wording(language)
    assert you in words.satisfaction
    assert all(provider not in text for text in (words.about, words.importance, words.satisfaction))


def test_a_survey_may_word_its_own_points() -> None:
    own = Anchors(importance=tuple("abcde"), satisfaction=tuple("fghij"))
    assert anchors_of(Scale(anchors={"fr": own}), "fr") == own
    assert anchors_of(Scale(), "de").importance[3] == "Sehr wichtig"
    assert anchors_of(Scale(top=(5,)), "de-AT").importance[4] == "Äußerst wichtig"
    assert anchors_of(Scale(), "fr") == WORDINGS["en"].anchors


def test_other_scales_have_words_at_their_ends() -> None:
    anchors = anchors_of(Scale(low=0, high=10, top=(9, 10)), "en")
    assert anchors.importance[0] == "0 Not at all important"
    assert anchors.importance[1:10] == tuple("123456789")
    assert anchors.satisfaction[10] == "10 Extremely satisfied"


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="a form has no words in 'xx'"):
        wording("xx")


def test_what_stands_above_the_questions() -> None:
    survey = Survey(id="s", job_map="job", minimum_group=12, introduction={"de": "Guten Tag."})
    assert opening(survey, "Recover", "en", 2.9) == (
        "How are you doing? Think of this: Recover",
        "It takes about 3 minutes.",
        "Nobody is told which answers are yours, and nothing is shown of fewer than 12 people.",
    )
    assert opening(survey, "Recover", "de", 0.2)[:2] == ("Guten Tag.", "Es dauert etwa 1 Minuten.")
    named = Survey(id="s", job_map="job", anonymous=False)
    assert opening(named, "Recover", "en", 3)[2] == "Your answers are kept together with who you are."


def test_a_statement_is_in_the_language_asked_for_where_it_is_translated() -> None:
    outcome = Outcome(id="o", statement="Reduce it", translations={"de": "Verringern"})
    assert [statement(outcome, language) for language in ("de", "en", "fr")] == ["Verringern", "Reduce it", "Reduce it"]
