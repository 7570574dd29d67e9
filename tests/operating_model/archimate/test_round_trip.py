"""Out and in again: the same model, whatever its names, and a file that the schema allows."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.operating_model.archimate.models import full
from tests.operating_model.archimate.schema import VARIABLE, faults, theirs
from trueup.agreements.documents import Agreement
from trueup.jobs.job_map import JobMap
from trueup.operating_model.archimate import Beside, read_model, write_model
from trueup.operating_model.archimate.words import ELEMENT_TYPES, RELATIONSHIP_TYPES
from trueup.operating_model.document import OperatingModel
from trueup.operating_model.parts import KINDS
from trueup.vocabulary import InputError

NAME = {"a": "{http://www.opengroup.org/xsd/archimate/3.0/}"}


def test_the_standard_has_so_many_types():
    assert (len(ELEMENT_TYPES), len(RELATIONSHIP_TYPES)) == (62, 11)


def test_a_model_that_says_everything_comes_back_as_it_was():
    written = write_model(full(), {"homeward": "Homeward Bank"})
    assert faults(written) == []
    read = read_model(written, parties={"homeward": "Homeward Bank"})
    assert read.model == full()
    assert write_model(read.model, {"homeward": "Homeward Bank"}) == written
    assert read.report.elements == {
        "job": 2, "interaction": 2, "decision": 1, "component": 1, "capability": 2, "cash_flow": 2,
    }  # fmt: skip
    assert (read.report.kept_elements, read.report.kept_relationships, read.report.notes) == ((), (), ())


def test_it_holds_by_the_schema_of_the_open_group():
    if theirs() is None:
        pytest.skip(f"{VARIABLE} names no folder with archimate3_Diagram.xsd, which is not ours to keep")
    assert faults(write_model(full())) == []


def test_each_kind_and_link_is_written_as_the_standard_has_it():
    root = etree.fromstring(write_model(full()))
    types = {each.get("identifier"): _type(each) for each in root.iter(f"{NAME['a']}element")}
    assert {key: types[key] for key in ("buy", "i1", "d1", "c1", "k", "k2", "fee", "registry")} == {
        "buy": "Goal", "i1": "BusinessInteraction", "d1": "BusinessFunction", "c1": "BusinessFunction",
        "k": "Capability", "k2": "Resource", "fee": "Value", "registry": "BusinessActor",
    }  # fmt: skip
    relations = {
        (each.get("source"), each.get("target"), _type(each)) for each in root.iter(f"{NAME['a']}relationship")
    }
    assert relations >= {
        ("buy", "pay-1", "Aggregation"),
        ("i1", "buy", "Realization"),
        ("d1", "i1", "Serving"),
        ("c1", "d1", "Serving"),
        ("c1", "k", "Realization"),
        ("c1", "k2", "Association"),
        ("k", "fee", "Influence"),
        ("registry", "i1", "Assignment"),
        ("competency-Lending", "c1", "Aggregation"),
        ("registry", "homeward", "Flow"),
    }


def _type(node: etree._Element) -> str | None:
    return node.get("{http://www.w3.org/2001/XMLSchema-instance}type")


def test_a_view_shows_every_element_once_and_every_link_between_them():
    model = full()
    root = etree.fromstring(write_model(model))
    shown = [each.get("elementRef") for each in root.iter(f"{NAME['a']}node")]
    assert len(shown) == len(set(shown)) == sum(1 for _ in model.elements())
    assert len(list(root.iter(f"{NAME['a']}connection"))) == sum(1 for _ in model.ties())
    places = [(each.get("x"), each.get("y")) for each in root.iter(f"{NAME['a']}node")]
    assert len(places) == len(set(places))


def test_outcomes_and_agreements_go_along_and_stay_in_their_documents():
    outcome = {"id": "o1", "statement": "Minimise the time it takes to find out what can be afforded"}
    job_map = JobMap.model_validate(
        {"id": "buy-a-home", "job": "Buy", "executor": "b", "steps": [{"id": "s", "name": "S", "outcomes": [outcome]}]}
    )
    agreement = Agreement.model_validate(
        {"id": "a", "title": "A", "customer": "homeward", "providers": ["registry", "x"], "effective": "2026-01-01",
         "project": "p", "go_live": {"planned": "2026-03-01"}}
    )  # fmt: skip
    other = agreement.model_copy(update={"id": "b", "customer": "somebody"})
    written = write_model(full(), beside=Beside(agreements=(agreement, other), job_maps=(job_map,)))
    assert faults(written) == []
    types = Counter(_type(each) for each in etree.fromstring(written).iter(f"{NAME['a']}element"))
    assert {name: types[name] for name in ("Contract", "WorkPackage", "Plateau", "Outcome")} == {
        "Contract": 1, "WorkPackage": 1, "Plateau": 1, "Outcome": 1,
    }  # fmt: skip
    read = read_model(written)
    assert (read.model, read.report.elsewhere) == (full(), 4)
    bare = OperatingModel.model_validate({"id": "m", "customer": "homeward"})
    assert read_model(write_model(bare, beside=Beside(agreements=(agreement,)))).model == bare


def test_a_view_that_somebody_made_theirs_stays_as_it_is():
    arranged = write_model(full()).replace(b"Trueup: operating model", b"For the board").replace(b'x="20"', b'x="77"')
    model = read_model(arranged).model
    assert [part.at for part in model.opaque] == ["views"]
    assert write_model(model) == arranged


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "A tab \x0b of old"}, "U\\+000B"),
        ({"properties": {"trueup:level": "x"}}, "trueup:level"),
        ({"properties": {" ": "x"}}, "a property is named"),
    ],
)
def test_what_cannot_be_written_is_refused(change: dict[str, object], said: str):
    model = full()
    job = model.jobs[0].model_copy(update=change)
    with pytest.raises(InputError, match=said):
        write_model(model.model_copy(update={"jobs": (job, *model.jobs[1:])}))


ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,8}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
texts = texts.map(str.strip).filter(lambda text: text and "\ufffe" not in text and "\uffff" not in text)
LISTS = {"job": "jobs", "interaction": "interactions", "decision": "decisions", "component": "components",
         "capability": "capabilities", "cash_flow": "cash_flows"}  # fmt: skip


@st.composite
def graphs(draw: st.DrawFn) -> OperatingModel:
    """Elements of all kinds with odd ids and names, links from each kind to the next, parts of wholes."""
    names = draw(st.lists(ids, min_size=2, max_size=14, unique=True))
    kinds = [draw(st.sampled_from(KINDS)) for _ in names]
    raw: dict[str, list[dict[str, object]]] = {name: [] for name in LISTS.values()}
    for name, kind in zip(names, kinds, strict=True):
        element: dict[str, object] = {"id": name, "name": draw(texts), "description": draw(st.none() | texts)}
        element["properties"] = draw(st.dictionaries(texts, texts, max_size=1))
        if kind == "cash_flow":
            element |= {"direction": draw(st.sampled_from(["in", "out"])), "provider": draw(st.none() | ids)}
        if kind in {"interaction", "decision"}:
            element["owner"] = draw(st.none() | ids)
        if kind == "component":
            element["competency"] = draw(st.none() | texts)
        raw[LISTS[kind]].append(element)
    pairs = [
        (one, other)
        for one, upper in zip(names, kinds, strict=True)
        for other, lower in zip(names, kinds, strict=True)
        if KINDS.index(lower) == KINDS.index(upper) + 1
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8)) if pairs else []
    kind = st.sampled_from([None, "uses", "serves", "realizes", "flows", "associated"])
    links = [{"from": one, "to": other, "kind": draw(kind)} for one, other in chosen]
    return OperatingModel.model_validate({"id": "any", "customer": draw(ids), **raw, "links": links})


@given(graphs())
@settings(max_examples=25, deadline=None)
def test_any_graph_comes_back_as_it_was(model: OperatingModel):
    written = write_model(model)
    assert faults(written) == []
    assert read_model(written).model == model
