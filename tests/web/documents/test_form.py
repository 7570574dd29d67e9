"""A form and YAML edit the same document: what a form shows and sends back has the same digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict

from tests.conftest import ROOT
from trueup.book import Book, yaml
from trueup.book.kinds import kinds
from trueup.book.write import dump, plain, same
from trueup.vocabulary import Document, Issue
from trueup.web.documents.form.fill import field_of, fill
from trueup.web.documents.form.nodes import Group, Input, Node, Several
from trueup.web.documents.form.shape import shape_of
from trueup.web.documents.form.take import take

BOOKS = [Book.load(ROOT / name) for name in ("examples/northwind", "src/trueup/book/starter_book")]
DOCUMENTS = [
    document
    for book in BOOKS
    for document in book.documents
    if document.kind_name() in ("book", "kpi", "agreement", "plan", "source")
]


def sent(node: Node) -> Iterator[tuple[str, str]]:
    """What a browser sends for a form."""
    if isinstance(node, Input):
        yield node.name, node.value.replace("\n", "\r\n")
    elif isinstance(node, Group):
        for part in node.parts:
            yield from sent(part)
    else:
        for item in node.items:
            yield f"{node.name}.#", item.tag
            yield from sent(item)


def post(form: Group, **more: str) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, value in sent(form):
        found.appendlist(name, value)
    found.update({name: value for name, value in more.items() if name == "do"})
    return found


def stored(document: Document) -> Any:
    """The data of a document as its text says them."""
    return yaml.read(dump(plain(document)).encode(), "")[0][0].data


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: f"{each.kind_name()}-{each.id}")
def test_what_a_form_shows_and_sends_back_is_the_same_document(document: Document) -> None:
    shape, data = shape_of(document.kind_name()), stored(document)
    again = take(shape, post(fill(shape, data)), data)
    assert same(again, data)
    assert type(document).model_validate(again).digest == document.digest


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: f"{each.kind_name()}-{each.id}")
def test_a_form_alone_says_all_but_which_version_it_is(document: Document) -> None:
    shape, data = shape_of(document.kind_name()), stored(document)
    own = {key: value for key, value in data.items() if key in ("kind", "id", "version", "agreed_at")}
    again = take(shape, post(fill(shape, data)), own)
    assert type(document).model_validate(again).digest == document.digest


WRONG = {
    "kind": "agreement", "id": "x", "objectives": [{"id": "a", "target": "soon", "unknown": 1}, {"id": "b"}],
    "costs": "none", "customer": ["a"], "effective": "tomorrow", "must": {"x": 1}, "providers": [1, "b"],
}  # fmt: skip


def test_what_is_wrong_is_kept_as_it_is() -> None:
    shape = shape_of("agreement")
    assert same(take(shape, post(fill(shape, WRONG)), WRONG), WRONG)


def test_items_are_added_and_removed_by_buttons() -> None:
    shape = shape_of("agreement")
    more = take(shape, post(fill(shape, WRONG), do="add:objectives"), WRONG)
    assert [each.get("id") for each in more["objectives"]] == ["a", "b", None]
    less = take(shape, post(fill(shape, WRONG), do="remove:objectives.0"), WRONG)
    assert [each.get("id") for each in less["objectives"]] == ["b"]
    first = take(shape, post(fill(shape, {}), do="add:objectives"), {})
    assert first == {"objectives": [{}]}
    for odd in ("remove:objectives.9", "remove:nothing.1", "add:", "remove:objectives.x", "x:y"):
        take(shape, post(fill(shape, WRONG), do=odd), WRONG)


def test_issues_stand_at_their_fields() -> None:
    target = Issue("error", "wrong", "f", 3, "objectives[0].target")
    due = Issue("soon", "has no due date", "f", 2, "objectives[0]", "add due: DATE")
    lost = Issue("error", "unknown key", "f", 9, "nothing.here")
    form = fill(shape_of("agreement"), WRONG, [target, due, lost])
    objectives = next(part for part in form.parts if part.name == "objectives")
    assert isinstance(objectives, Several)
    assert objectives.items[0].issues == (due,)
    names = {part.name: part.issues for part in objectives.items[0].parts}
    assert names["objectives.0.target~"] == (target,)
    assert form.issues == (lost,)
    assert field_of(due, form) == "objectives.0.due"
    assert field_of(target, form) == "objectives.0.target"


def test_every_drafted_kind_has_a_form() -> None:
    for kind in ("book", "kpi", "agreement", "source", "party"):
        assert shape_of(kind).keys
        assert kind in kinds()
