"""Files as other tools write them: what has a word here becomes a model, and everything else goes out as it came in."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.operating_model.archimate.models import BOOK, OTHERS
from trueup.operating_model.archimate import read_model, write_model
from trueup.operating_model.archimate.file import ModelFile
from trueup.operating_model.document import OperatingModel

DATA = OTHERS.encode()
A = "{http://www.opengroup.org/xsd/archimate/3.0/}"


def read(data: bytes = DATA) -> ModelFile:
    return read_model(data, file="homes.xml", customer="homeward", parties=BOOK)


def nodes(data: bytes) -> dict[str, str]:
    """By identifier, everything that has one, in canonical form without the white space between elements."""
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    return {
        each.get("identifier", ""): etree.tostring(each, method="c14n", exclusive=True).decode()
        for each in root.iter()
        if each.get("identifier")
    }


def test_what_has_a_word_here_becomes_a_model():
    model = read().model
    assert (model.id, model.title, model.customer) == ("id-9d1f", "Homes for all", "homeward")
    assert [(each.id, each.name) for each in model.jobs] == [("id-goal", "Live in a home of one's own")]
    (ask,) = model.interactions
    assert (ask.id, ask.description, ask.with_, ask.owner) == ("id-_ask", "By phone, mostly.", "id-role", "homeward")
    assert ask.properties == {"Department": "Front office"}
    assert [(each.id, each.competency) for each in model.components] == [("id-lend", "Lending")]
    assert [(each.id, each.kind) for each in model.capabilities] == [("id-able", "asset")]
    assert [each.model_dump() for each in model.parties] == [{"id": "id-role", "name": "Broker"}]
    assert [(each.id, each.from_, each.to, each.kind) for each in model.links] == [
        ("r-1", "id-goal", "id-_ask", "associated"),
        ("r-2", "id-lend", "id-able", "associated"),
        ("r-10", "id-goal", "id-_ask", "influences"),
    ]


def test_the_report_says_what_is_kept_and_why():
    report = read().report
    assert {(each.type, each.count) for each in report.kept_elements} == {
        ("ApplicationComponent", 1), ("QuantumOracle", 1), ("Value", 1), ("AndJunction", 1),
    }  # fmt: skip
    assert {each.type: each.why for each in report.kept_elements}["Value"].startswith("a value is a cash flow only")
    assert sorted(each.type for each in report.kept_relationships) == ["Access", "Flow", "Serving", "Triggering"]
    assert report.kept_parts == ("organizations", "views")
    assert {note.line for note in report.notes} >= {23, 27, 28, 29}
    (skipped,) = [each.why for each in report.kept_relationships if each.type == "Triggering"]
    assert skipped == "no link leads from an interaction to a component: only from one layer to the next"


def test_everything_that_has_no_word_goes_out_as_it_came_in():
    before, after = nodes(DATA), nodes(write_model(read().model, BOOK))
    assert before.keys() <= after.keys()
    gained = {"id-9d1f", "_ask", "id-bank", "r-3", "r-4", "r-5"}
    changed = {key for key in before if before[key] != after[key]}
    assert changed <= gained
    for key in ("_ask", "id-9d1f"):
        for kept in ("Front office", "eins", "By phone") if key == "_ask" else ("Im eigenen Heim", "Drawn in another"):
            assert kept in after[key]
    organizations = [etree.tostring(each, method="c14n", exclusive=True) for each in _all(DATA, "organizations")]
    again = _all(write_model(read().model, BOOK), "organizations")
    assert [etree.tostring(each, method="c14n", exclusive=True) for each in again] == organizations


def _all(data: bytes, name: str) -> list[etree._Element]:
    return list(etree.fromstring(data, etree.XMLParser(remove_blank_text=True)).iter(f"{A}{name}"))


def test_twice_through_is_as_once():
    once = read().model
    written = write_model(once, BOOK)
    assert read_model(written, parties=BOOK).model == once.model_copy(update={"id": once.id}) or _differs(once, written)
    assert write_model(read_model(written, parties=BOOK).model, BOOK) == written


def _differs(once: OperatingModel, written: bytes) -> bool:
    """What is kept is now in Trueup's own writing; all else is the same."""
    again = read_model(written, parties=BOOK).model
    bare = {"opaque": ()}
    return again.model_copy(update=bare) == once.model_copy(update=bare)


def test_what_people_change_here_changes_there_and_the_other_language_stays():
    model = read().model
    (job,) = model.jobs
    renamed = model.model_copy(update={"jobs": (job.model_copy(update={"name": "Own a home"}),)})
    element = nodes(write_model(renamed, BOOK))["id-goal"]
    assert "Own a home" in element
    assert "Im eigenen Heim wohnen" in element
    assert "one's own" not in element


def test_what_people_take_away_here_is_gone_there_with_all_that_refers_to_it():
    model = read().model
    left = model.model_copy(update={"interactions": (), "links": tuple(x for x in model.links if x.id == "r-2")})
    written = write_model(left, BOOK)
    after = nodes(written)
    assert not after.keys() & {"_ask", "r-1", "r-3", "r-9", "r-10", "n-1", "c-1", "c-2"}
    assert after.keys() >= {"id-lend", "n-3", "n-4", "v-1", "id-crm", "r-7"}
    assert b'identifierRef="_ask"' not in written
    assert read_model(written, parties=BOOK).model.interactions == ()


def test_ids_that_a_copy_took_along_are_given_anew():
    model = OperatingModel.model_validate({"id": "m", "customer": "c", "jobs": [{"id": "a/b", "name": "One"}]})
    written = write_model(model).decode()
    start, end = written.index("<element "), written.index("</element>") + len("</element>")
    copy = written[start:end].replace('identifier="a-b"', 'identifier="copy"').replace("One", "Two")
    read = read_model((written[:end] + copy + written[end:]).encode()).model
    assert [(each.id, each.name) for each in read.jobs] == [("a/b", "One"), ("copy", "Two")]


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252"])
def test_other_encodings_are_read_as_they_say(encoding: str):
    text = OTHERS.replace('encoding="UTF-8"', f'encoding="{encoding}"').replace("Broker", "Bröker")
    assert [each.name for each in read(text.encode(encoding)).model.parties] == ["Bröker"]


def test_five_thousand_elements():
    elements = "".join(
        f'<element identifier="e{n}" xsi:type="{("Goal", "BusinessInteraction")[n % 2]}"><name>E {n}</name></element>'
        for n in range(5000)
    )
    relations = "".join(
        f'<relationship identifier="r{n}" source="e{n + 1}" target="e{n}" xsi:type="Realization"/>'
        for n in range(0, 4999, 2)
    )
    head = OTHERS[: OTHERS.index("<elements>")]
    data = f"{head}<elements>{elements}</elements><relationships>{relations}</relationships></model>".encode()
    model = read(data).model
    assert (len(model.jobs), len(model.interactions), len(model.links)) == (2500, 2500, 2500)
    assert len(nodes(write_model(model, BOOK))) > 10_000
