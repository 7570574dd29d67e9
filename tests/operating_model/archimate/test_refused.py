"""Files that are refused: all of a file or nothing, with the line and what to do."""

from __future__ import annotations

import pytest

from tests.operating_model.archimate.models import OTHERS
from trueup.operating_model.archimate import read_model, reading
from trueup.operating_model.archimate.reading import DEEPEST, LARGEST
from trueup.vocabulary import SourceError

HEAD = OTHERS[: OTHERS.index("  <elements>")]
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
GOAL = '<element identifier="g" xsi:type="Goal"><name>G</name></element>'


def with_elements(elements: str, relationships: str = "", more: str = "") -> str:
    inside = f"<relationships>{relationships}</relationships>" if relationships else ""
    return f"{HEAD}<elements>{elements}</elements>{inside}{more}</model>"


def refused(text: str | bytes, **said: str) -> str:
    with pytest.raises(SourceError) as error:
        read_model(text if isinstance(text, bytes) else text.encode(), file="homes.xml", **({"customer": "c"} | said))
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OTHERS.replace("<model", f"{BOMB}<model", 1), "line 2: it declares a document type"),
        (OTHERS.replace("<model", f"{OUTSIDE}<model", 1), "line 2: it declares a document type"),
        (OTHERS[:900], "the file ends too early, at line 14"),
        ("", "there is no XML in it"),
        ("id,name\n1,Buy", "syntax error at line 1, column 1"),
        (OTHERS.replace("</elements>", "</element>"), "mismatched tag at line"),
        (OTHERS.encode("utf-16-le")[2:], "line 1"),
        (OTHERS.replace("Broker", "Bröker").encode("latin-1"), "not well-formed (invalid token) at line 20"),
        (OTHERS.replace('encoding="UTF-8"', 'encoding="klingon"'), "encoding"),
        (OTHERS.replace("archimate/3.0/", "archimate"), "this is a file of ArchiMate 2.1"),
        ('<archimate:model xmlns:archimate="http://www.archimatetool.com/archimate"/>', "Archi's own file"),
        ("<html><body/></html>", "line 1: this begins with <html>, not with <model>"),
        (f"{HEAD}{'<x>' * DEEPEST}{'</x>' * DEEPEST}</model>", "elements stand in each other"),
    ],
)
def test_what_is_no_such_file(text: str | bytes, said: str):
    assert said in refused(text)


def test_a_file_beyond_all_measure(monkeypatch: pytest.MonkeyPatch):
    assert "bytes are more than" in refused(b" " * (LARGEST + 1))
    monkeypatch.setattr(reading, "MOST", 100)
    assert "line 5: more than 100 XML elements" in refused(with_elements(GOAL * 100))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (with_elements(GOAL * 2), "line 5: element 'g': line 5 has this identifier already (element)"),
        (with_elements(GOAL.replace('identifier="g" ', "")), "line 5: element without an identifier"),
        (with_elements(GOAL.replace('xsi:type="Goal"', "")), "line 5: element 'g': it has no xsi:type"),
        (
            with_elements(GOAL, '<relationship identifier="r" source="g" target="h" xsi:type="Flow"/>'),
            "line 5: relationship 'r': its target 'h' is not in the file",
        ),
        (
            with_elements(GOAL, '<relationship identifier="r" source="g" xsi:type="Flow"/>'),
            "relationship 'r': it has no target",
        ),
        (
            with_elements(GOAL, "", '<organizations><item identifierRef="lost"/></organizations>'),
            "item refers to 'lost', which is not in the file",
        ),
        (
            OTHERS.replace('elementRef="id-goal"', 'elementRef="id-gaol"'),
            "node refers to 'id-gaol', which is not in the file",
        ),
        (
            OTHERS.replace('propertyDefinitionRef="propid-1"', 'propertyDefinitionRef="propid-9"'),
            "a property names the definition 'propid-9'",
        ),
        (
            with_elements(
                GOAL + GOAL.replace('"g"', '"h"'),
                '<relationship identifier="r" source="g" target="h" xsi:type="Aggregation"/>'
                '<relationship identifier="s" source="h" target="g" xsi:type="Composition"/>',
            ),
            "is part of itself",
        ),
    ],
)
def test_what_does_not_hold_together(text: str, said: str):
    told = refused(text)
    assert said in told
    assert "nothing was read" in told


def test_all_that_is_wrong_is_said_at_once():
    told = refused(with_elements(GOAL * 2 + GOAL.replace('identifier="g" ', "")))
    assert "homes.xml: 3 errors, and nothing was read" in told or "homes.xml: 2 errors, and nothing was read" in told


def test_a_property_of_our_own_that_says_nonsense():
    defined = (
        '<propertyDefinitions><propertyDefinition identifier="p" type="string"><name>trueup:row</name>'
        "</propertyDefinition></propertyDefinitions>"
    )
    said = '<properties><property propertyDefinitionRef="p"><value>attic</value></property></properties>'
    ask = f'<element identifier="i" xsi:type="BusinessInteraction"><name>I</name>{said}</element>'
    told = refused(with_elements(ask, "", defined))
    assert "line 5: element 'i', trueup:row: Input should be 'evidence'" in told


def test_a_file_that_does_not_say_whose_model_it_is():
    told = refused(with_elements(GOAL), customer=None)  # type: ignore[arg-type]  # left out
    assert "does not say whose model it is" in told
