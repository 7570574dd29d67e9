"""Broken files and mappings: each gets the exact words of expected.txt, and nothing of it is landed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sources.answers.conftest import Panel
from tests.sources.answers.corpus import CORPUS, Broken
from trueup.vocabulary import SourceError

_TEXT = Path(__file__).with_name("expected.txt").read_text()
EXPECTED = dict(part.split("\n", 1) for part in re.split(r"^## ", _TEXT, flags=re.MULTILINE)[1:])


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_a_broken_file_is_explained_and_lands_nothing(case: Broken, panel: Panel) -> None:
    assert _told(case, panel) == EXPECTED[case.name].rstrip("\n")
    assert panel.rows() == []


def _told(case: Broken, panel: Panel) -> str:
    try:
        report = panel.bring(case.text, case.file, case.mapping, **case.options)
    except SourceError as error:
        return str(error)
    assert report.held
    return "\n".join(map(str, report.refusals))


def test_the_corpus_is_large_and_every_text_of_it_is_used() -> None:
    assert len(CORPUS) >= 40
    assert [case.name for case in CORPUS] == list(EXPECTED)
