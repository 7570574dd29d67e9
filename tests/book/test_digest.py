"""The digest is about what was agreed, never about how it was written down."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.book.diff import diff
from trueup.book.kinds import kinds
from trueup.book.yaml import read
from trueup.vocabulary import Document

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\u2028\u2029\ufeff", exclude_categories=["Cc", "Cn"]), min_size=1
)
IDS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
DAYS = st.dates().map(str)


@st.composite
def agreements(draw: st.DrawFn) -> dict[str, Any]:
    objectives = [
        {
            "id": f"o{number}",
            "kpi": draw(IDS),
            "baseline": {"actual": draw(NUMBERS)},
            "target": draw(NUMBERS),
            "due": draw(DAYS),
            "must": draw(st.booleans()),
            "slice": {"segment": draw(TEXT)},
            "evidence": draw(st.sampled_from(["reported", "verified", "attested"])),
        }
        for number in range(draw(st.integers(0, 3)))
    ]
    return {
        "kind": "agreement",
        "id": draw(IDS),
        "title": draw(TEXT),
        "customer": draw(IDS),
        "providers": draw(st.lists(IDS, max_size=3, unique=True)),
        "effective": draw(DAYS),
        "objectives": objectives,
    }


def document(text: str) -> Document:
    located, issues = read(text.encode(), "x.yaml")
    assert issues == []
    return kinds()[located[0].data["kind"]].model_validate(located[0].data)


class Spelling:
    """Writes the same plain data in one of many ways of YAML."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def block(self, value: Any, indent: int = 0) -> str:
        if isinstance(value, dict) and value and self.draw(st.booleans()):
            keys = self.draw(st.permutations(list(value)))
            lines = [f"{' ' * indent}{key}:{self._below(value[key], indent)}" for key in keys]
            return "\n" + "\n".join(lines)
        return " " + self.flow(value)

    def _below(self, value: Any, indent: int) -> str:
        return self.block(value, indent + 2) + ("  # a comment" if self.draw(st.booleans()) else "")

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.flow(value[key])}" for key in value) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        if isinstance(value, Decimal):
            return self.number(value)
        return json.dumps(value, ensure_ascii=False)

    def number(self, value: Decimal) -> str:
        plain = format(value, "f")
        short = plain.rstrip("0").rstrip(".")
        return self.draw(st.sampled_from([plain, short, plain + "00", f'"{plain}"', f"{value:.12e}"]))


@st.composite
def two_spellings(draw: st.DrawFn) -> tuple[str, str]:
    data, spelling = draw(agreements()), Spelling(draw)
    return spelling.block(data), spelling.block(data)


@settings(deadline=None)
@given(two_spellings())
def test_digest_does_not_depend_on_spelling(texts: tuple[str, str]) -> None:
    one, other = map(document, texts)
    assert one.digest == other.digest
    assert diff(one, other) == ()


@settings(deadline=None)
@given(agreements())
def test_what_is_dumped_loads_with_the_same_digest(data: dict[str, Any]) -> None:
    made = kinds()["agreement"].model_validate(data)
    for text in (pyyaml.safe_dump(made.body, allow_unicode=True), json.dumps(made.body, ensure_ascii=False)):
        assert document(text).digest == made.digest


@settings(deadline=None)
@given(agreements(), st.data())
def test_another_number_is_another_digest(data: dict[str, Any], choice: st.DataObject) -> None:
    made = kinds()["agreement"].model_validate(data)
    for objective in data["objectives"]:
        objective["target"] += choice.draw(st.sampled_from([Decimal("0.001"), Decimal(1)]))
    changed = kinds()["agreement"].model_validate(data)
    assert (made.digest != changed.digest) == bool(data["objectives"])
    assert len(diff(made, changed)) == len(data["objectives"])
