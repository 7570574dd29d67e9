from __future__ import annotations

import datetime as dt
import os
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import ROOT
from trueup.book import Book
from trueup.book.explain import fields_of
from trueup.book.kinds import kinds
from trueup.book.meanings import meaning
from trueup.book.reference import rewritten
from trueup.book.schema import parts_of, schema
from trueup.book.yaml import read
from trueup.vocabulary import UnknownName

KINDS = list(kinds())
BOOKS = [*sorted(path.parent for path in ROOT.glob("examples/*/book.yaml")), ROOT / "src/trueup/book/starter_book"]


def as_json(value: Any) -> Any:
    """What an editor sees: JSON has no dates and no decimals."""
    if isinstance(value, dict):
        return {key: as_json(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [as_json(inside) for inside in value]
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def documents(text: bytes) -> list[Any]:
    located, issues = read(text, "x.yaml")
    assert issues == []
    return [as_json(place.data) for place in located]


@cache
def validator(kind: str | None) -> Draft202012Validator:
    """Made once: the schema of everything is long."""
    return Draft202012Validator(schema(kind))


def complaints(document: Any) -> list[str]:
    both = (validator(None), validator(document["kind"]))
    return [error.message for each in both for error in each.iter_errors(document)]


@pytest.mark.parametrize("kind", [None, *KINDS])
def test_is_a_schema_of_2020_12(kind: str | None) -> None:
    Draft202012Validator.check_schema(schema(kind))
    assert schema(kind)["$schema"].endswith("2020-12/schema")


def test_an_unknown_kind_suggests_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'agreement'"):
        schema("agrement")


@pytest.mark.parametrize("folder", BOOKS, ids=lambda folder: folder.name)
def test_every_document_of_every_example_keeps_it(folder: Path) -> None:
    files = [file for file in folder.rglob("*.yaml") if ".trueup" not in file.parts]
    assert [complaint for file in files for one in documents(file.read_bytes()) for complaint in complaints(one)] == []


def test_the_blocks_of_the_design_keep_it() -> None:
    page = Path(os.environ.get("TRUEUP_DESIGN", ROOT.parent / "shared/design")) / "documents.md"
    if not page.is_file():
        pytest.skip("the design is absent: set TRUEUP_DESIGN to its folder")
    # Its statement of an outcome has a comma and stands in no quotes: two keys, in YAML.
    text = re.sub(r"(?<=statement: )Minimise [^}]*", r'"\g<0>"', page.read_text(encoding="utf-8"))
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    found = [one for block in blocks if "kpi: ...," not in block for one in documents(block.encode())]
    known = [one for one in found if one["kind"] in KINDS]
    assert {one["kind"] for one in known} >= {"book", "kpi", "agreement"}
    assert [complaint for one in known for complaint in complaints(one)] == []
    assert all(kinds()[one["kind"]].model_validate(one).digest for one in known)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unit": None}, "is not of type 'string'"),
        ({"directon": "up"}, "Additional properties are not allowed"),
        ({"direction": "up"}, "is not one of"),
        ({"bounds": ["low", 5]}, "is not valid"),
        ({"kind": "kpis"}, "is not one of"),
    ],
)
def test_complains_about_what_validation_refuses(change: dict[str, Any], words: str) -> None:
    valid = {"kind": "kpi", "id": "waste", "name": "Waste", "unit": "%", "direction": "decrease"}
    assert complaints(valid) == []
    errors = list(validator(None).iter_errors(valid | change))
    assert any(words in error.message for error in errors), errors


def test_a_number_is_bounded_and_may_be_text() -> None:
    check = Draft202012Validator(schema("agreement") | {"required": []})
    pricing: Any = {"kind": "agreement", "pricing": {"share": "0.2"}}
    assert not list(check.iter_errors(pricing))
    pricing["pricing"]["share"] = 1.5
    assert list(check.iter_errors(pricing))


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_a_meaning(kind: str) -> None:
    """A key without one is added to trueup/book/meanings.py."""
    silent = [
        f"{part.__name__}.{key}"
        for part in parts_of(kinds()[kind])
        for key in fields_of(part)
        if not meaning(part, key)
    ]
    assert silent == []


def test_the_reference_is_up_to_date() -> None:
    """Run: python -m trueup.book.reference docs/reference/documents.md."""
    page = (ROOT / "docs/reference/documents.md").read_text(encoding="utf-8")
    assert rewritten(page) == page


def test_the_starter_uses_every_part_of_an_agreement() -> None:
    agreement = Book.load(ROOT / "src/trueup/book/starter_book").agreement("booking-platform").latest
    assert agreement.pricing is not None
    assert agreement.costs
    assert agreement.scope
