"""The schemas that files are held against: our reading of the format, and The Open Group's where somebody has it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from lxml import etree

from trueup.operating_model.archimate.words import ELEMENT_TYPES, RELATIONSHIP_TYPES

HERE = Path(__file__).parent
VARIABLE = "TRUEUP_ARCHIMATE_XSD"
"""Names the folder with archimate3_Diagram.xsd and the two that it builds on."""
_XS = "{http://www.w3.org/2001/XMLSchema}"


@cache
def ours() -> etree.XMLSchema:
    """Our reading, with the types by name."""
    tree = etree.parse(HERE / "exchange.xsd")
    for names, base in ((ELEMENT_TYPES, "AnyElement"), (RELATIONSHIP_TYPES, "AnyRelationship")):
        for name in sorted(names):
            # Some names are also those of nodes and lines in a diagram, which stand under their own.
            concept = etree.SubElement(tree.getroot(), f"{_XS}complexType", name=name)
            content = etree.SubElement(concept, f"{_XS}complexContent")
            etree.SubElement(content, f"{_XS}extension", base=base)
    return etree.XMLSchema(tree)


@cache
def theirs() -> etree.XMLSchema | None:
    """The Open Group's, or None where the variable names no such folder."""
    folder = os.environ.get(VARIABLE)
    path = Path(folder) / "archimate3_Diagram.xsd" if folder else None
    return etree.XMLSchema(etree.parse(path)) if path is not None and path.exists() else None


def faults(data: bytes) -> list[str]:
    """What is wrong with a file by our schema, and by theirs where it is at hand."""
    tree = etree.ElementTree(etree.fromstring(data))
    found = []
    for schema in (ours(), theirs()):
        if schema is not None and not schema.validate(tree):
            found += [f"line {error.line}: {error.message}" for error in schema.error_log]
    return found
