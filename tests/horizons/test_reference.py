"""docs/reference/horizons.md names what is answered, with what the code says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.horizons import results
from trueup.report import horizons_table
from trueup.vocabulary.result import Result

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "horizons.md"
SHAPES = (
    results.Ladder, results.LevelResult, results.CriterionResult, results.HorizonScore,
    results.ItemResult, results.ProvidersOwn,
    results.Warned, results.Lapse, results.Dated, results.LevelPoint, results.LadderLine,
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=lambda each: each.__name__)
def test_every_name_has_a_row_with_what_the_code_says(shape: type[Result]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    missing = [name for name, told in shape.model_fields.items() if f"| `{name}` | {told.description} |" not in text]
    assert not missing, f"write these rows into {PAGE.name}"


def test_every_column_is_named() -> None:
    told = PAGE.read_text(encoding="utf-8").partition("## CSV")[2]
    for column in (*horizons_table.LADDER, *horizons_table.HISTORY, *horizons_table.LIST):
        assert f"`{column}`" in told, column
