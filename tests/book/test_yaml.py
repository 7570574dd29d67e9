from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.book.yaml import MAX_DEPTH, read


def one(text: str | bytes) -> Any:
    documents, issues = read(text if isinstance(text, bytes) else text.encode(), "x.yaml")
    assert issues == []
    assert len(documents) == 1
    return documents[0].data


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5), ("-5", -5), ("+5", 5), ("0", 0), ("5.0", Decimal("5.0")), (".5", Decimal("0.5")), ("5.", Decimal(5)),
        ("1e3", Decimal(1000)), ("0.1", Decimal("0.1")), ("123456789012345678901", Decimal(123456789012345678901)),
        ("012", "012"), ("1:30", "1:30"), ("0x1F", "0x1F"), ("1_000", "1_000"), ("-", None), ("1.2.3", "1.2.3"),
        ("true", True), ("False", False), ("yes", "yes"), ("no", "no"), ("on", "on"), ("null", None), ("~", None),
        ("", None), ("2026-03-31", dt.date(2026, 3, 31)), ("2026-02-30", "2026-02-30"), (".nan", ".nan"),
        ("2026-03-31T18:00:00Z", "2026-03-31T18:00:00Z"), ("'5'", "5"), ('"true"', "true"), ("!!str 5", "5"),
        ("2025-10-01/2026-01-01", "2025-10-01/2026-01-01"), ("50%", "50%"),
    ],
)  # fmt: skip
def test_scalars_mean_what_people_wrote(text: str, value: Any) -> None:
    if text == "-":
        assert one("a:\n  -\n") == {"a": [None]}
        return
    assert one(f"a: {text}\n") == {"a": value}
    assert type(one(f"a: {text}\n")["a"]) is type(value)


def test_keys_are_text() -> None:
    assert one("{null: 1, true: 2, 5: 3, 2026-01-01: 4}") == {"null": 1, "true": 2, "5": 3, "2026-01-01": 4}


def test_a_byte_order_mark_is_no_letter() -> None:
    assert one(b"\xef\xbb\xbfa: 1\n") == {"a": 1}


def test_several_documents_a_file() -> None:
    documents, issues = read(b"a: 1\n---\n---\nb: 2\n...\n", "x.yaml")
    assert [(document.data, document.line()) for document in documents] == [({"a": 1}, 1), ({"b": 2}, 4)]
    assert issues == []


def test_documents_before_an_error_are_given() -> None:
    documents, issues = read(b"a: 1\n---\nb: [\n", "x.yaml")
    assert [document.data for document in documents] == [{"a": 1}]
    assert [issue.level for issue in issues] == ["error"]


def test_every_path_has_its_line() -> None:
    text = "a: 1\nb:\n  - c: 2\n    d:\n      e: 3\n  - [4,\n     5]\n"
    document = read(text.encode(), "x.yaml")[0][0]
    paths: list[tuple[str | int, ...]] = [("a",), ("b",), ("b", 0), ("b", 0, "d", "e"), ("b", 1, 1), ("b", 1, 9)]
    assert [document.line(path) for path in paths] == [1, 2, 3, 5, 7, 6]


def test_anchors_and_merge_keys() -> None:
    text = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\nmade: {<<: [*b, *m], x: 0}\nsame: *b\n"
    assert one(text)["made"] == {"x": 0, "y": 2, "z": 4}
    assert one(text)["same"] == {"x": 1, "y": 2}


def test_the_line_of_something_behind_an_alias_is_the_line_of_the_alias() -> None:
    document = read(b"a: &a {x: 1}\nb: 2\nc: *a\n", "x.yaml")[0][0]
    assert document.line(("c", "x")) == 3


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000 + "x", "{a: " * 100_000, "? " * 100_000])
def test_depth_never_crashes_the_process(text: str) -> None:
    documents, issues = read(text.encode(), "x.yaml")
    assert documents == []
    assert str(MAX_DEPTH) in issues[0].message or "a key must be text" in issues[0].message


# PyYAML writes these three as line breaks inside quotes and so cannot read them back itself; digits are left out
# because 1e5 is a text in YAML 1.1, which PyYAML writes, and a number in 1.2.
TEXT = st.text(st.characters(exclude_characters="\x85\u2028\u2029", exclude_categories=["Cs", "Nd"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.dictionaries(TEXT, PLAIN, min_size=1), st.booleans())
def test_reads_back_what_yaml_writes(data: dict[str, Any], flow: bool) -> None:
    """PyYAML writes; an integer too long for 18 digits comes back as the equal Decimal."""
    text = pyyaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)
    assert one(text) == data


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    documents, issues = read(raw, "x.yaml")
    assert documents or issues


@settings(deadline=None)
@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@,? \n\t<1", max_size=60))
def test_no_text_crashes_the_reader(text: str) -> None:
    documents, issues = read(text.encode(), "x.yaml")
    assert documents or issues


def test_what_is_read_again_is_the_readers_own() -> None:
    text = b"a: [1, {b: 2}]\n"
    first = read(text, "x.yaml")[0][0]
    first.data["a"][1]["b"] = 3
    first.lines.clear()
    again = read(text, "y.yaml")[0][0]
    assert (again.data, again.file, again.line(("a", 1, "b"))) == ({"a": [1, {"b": 2}]}, "y.yaml", 1)


def test_what_is_wrong_is_said_of_each_file() -> None:
    said = [read(b"a: 1\na: 2\n", file)[1] for file in ("x.yaml", "y.yaml", "x.yaml")]
    assert [(issue.file, issue.line) for (issue,) in said] == [("x.yaml", 2), ("y.yaml", 2), ("x.yaml", 2)]
