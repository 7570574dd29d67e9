"""The door to operating models: which model, as known when."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.scorecard.opened import open_book
from trueup.vocabulary import InputError, UnknownName

BOOK = """\
kind: book
id: mill
name: Mill
currency: EUR
parties: [{id: mill, name: Mill, role: customer}]
"""
MODEL = """\
---
kind: operating_model
id: ID
version: VERSION
agreed_at: 2026-0VERSION-01T00:00:00Z
customer: mill
parties: [{id: port, name: The port}]
jobs: [JOBS]
interactions: [{id: ask, name: Ask, job: bake, with: port}]
"""
BAKE, EAT = "{id: bake, name: Bake bread}", "{id: eat, name: Eat bread}"


def model(id: str, version: int, *jobs: str) -> str:
    return MODEL.replace("ID", id).replace("VERSION", str(version)).replace("JOBS", ", ".join(jobs))


def book(folder: Path, *models: str) -> Path:
    (folder / "book.yaml").write_text(BOOK + "".join(models))
    return folder


def test_the_version_that_was_known_then_answers(tmp_path: Path) -> None:
    folder = book(tmp_path, model("flour", 1, BAKE), model("flour", 2, BAKE, EAT))
    with open_book(folder) as opened:
        with opened.models() as models:
            assert (models.known, models.map().version, models.coverage().jobs) == (("flour",), 2, 2)
            assert models.map().names["port"] == "The port"
            assert models.hangs(None, "The port").gone == ("ask",)
        with opened.models(known_at="2026-01-15T00:00:00+00:00") as models:
            assert (models.map().version, models.coverage().jobs) == (1, 1)
        with opened.models(known_at="2025-12-01T00:00:00+00:00") as models:
            assert not models.known
            with pytest.raises(InputError, match="no version of the operating model 'flour' was known"):
                models.map("flour")
            with pytest.raises(UnknownName, match="the book has no operating model"):
                models.map()


def test_of_several_models_one_is_named(tmp_path: Path) -> None:
    folder = book(tmp_path, model("flour", 1, BAKE), model("bread", 1, BAKE))
    with open_book(folder) as opened, opened.models() as models:
        with pytest.raises(InputError, match="the book has 2 operating models\n  name one: flour, bread"):
            models.gaps()
        assert models.gaps("bread").model == "bread"
        with pytest.raises(UnknownName, match="did you mean 'bread'"):
            models.trace("breed", "ask")
