"""One element of an XML file, as far as the exchange format needs it, and how it is written.

Names are "{namespace}local"; attributes without a namespace stand under their bare name. White space between elements
means nothing in this format and is not kept; text inside an element that has no children is kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from trueup.vocabulary import InputError

ARCHIMATE = "http://www.opengroup.org/xsd/archimate/3.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
TYPE, LANG = f"{{{XSI}}}type", f"{{{XML}}}lang"
PREFIXES: Mapping[str, str] = {XSI: "xsi", XML: "xml"}
"""What the head of a file declares besides ArchiMate's own namespace; others are declared where they are used."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTES = {**_IN_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


@dataclass(slots=True)
class Node:
    """An element: its local name in the namespace, attributes, text, children; `line` is where it begins in the file.

    Two nodes are equal that say the same, wherever they stand.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Node] = field(default_factory=list)
    line: int = field(default=0, compare=False)
    namespace: str = ARCHIMATE

    def named(self, name: str) -> Iterator[Node]:
        """The children of that name in ArchiMate's namespace."""
        return (each for each in self.children if each.name == name and each.namespace == ARCHIMATE)

    def first(self, name: str) -> Node | None:
        """The first child of that name, or None."""
        return next(self.named(name), None)

    def words(self, name: str) -> str:
        """The text of the first child of that name, without white space around it; empty where there is none."""
        found = self.first(name)
        return found.text.strip() if found is not None else ""

    def all(self) -> Iterator[Node]:
        """This one and everything in it, in the order of the file."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    @property
    def identifier(self) -> str:
        """Its identifier; empty where it has none."""
        return self.attributes.get("identifier", "")

    @property
    def type(self) -> str:
        """Its xsi:type without a prefix; empty where it has none."""
        return self.attributes.get(TYPE, "").rpartition(":")[2].strip()

    @property
    def where(self) -> str:
        """How a message calls it."""
        return f"line {self.line}: {self.name} {self.identifier!r}"


def text_node(name: str, text: str, language: str | None = None) -> Node:
    """An element that holds text, with xml:lang where a language is known."""
    return Node(name, {LANG: language} if language else {}, text)


def as_text(node: Node) -> str:
    """One element by itself on one line, with the namespaces that it needs: how it is kept in a document."""
    return "".join(_lines(node, ARCHIMATE if node.namespace == ARCHIMATE else "", None, alone=True))


def as_file(node: Node, location: str) -> bytes:
    """A whole file in UTF-8, indented; `location` is where its schema lies."""
    root = Node(
        node.name, {f"{{{XSI}}}schemaLocation": f"{ARCHIMATE} {location}"} | node.attributes, node.text, node.children
    )
    body = "".join(_lines(root, ARCHIMATE, 0, alone=True))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode()


def _lines(node: Node, default: str, depth: int | None, *, alone: bool = False) -> Iterator[str]:
    """The pieces of the text. `default` is the namespace in force; no `depth` means without line breaks."""
    margin = "  " * depth if depth is not None else ""
    end = "\n" if depth is not None else ""
    head = _head(node, default, alone)
    if not node.children:
        body = _escaped(node.text, _IN_TEXT, node)
        yield f"{margin}<{head}>{body}</{node.name}>{end}" if body else f"{margin}<{head} />{end}"
        return
    # Text beside children is somebody's own extension: it stays on one line, so that no space is added to it.
    inner = None if depth is None or node.text.strip() else depth + 1
    yield f"{margin}<{head}>{end if inner is not None else ''}{_escaped(node.text.strip(), _IN_TEXT, node)}"
    for child in node.children:
        yield from _lines(child, node.namespace, inner)
    yield f"{margin if inner is not None else ''}</{node.name}>{end}"


def _head(node: Node, default: str, alone: bool) -> str:
    parts = [node.name]
    if alone or node.namespace != default:
        parts.append(f'xmlns="{_escaped(node.namespace, _IN_ATTRIBUTES, node)}"')
    if alone and any(TYPE in each.attributes or _in_xsi(each) for each in node.all()):
        parts.append(f'xmlns:xsi="{XSI}"')
    foreign: dict[str, str] = {}
    for name, value in node.attributes.items():
        parts.append(f'{_prefixed(name, foreign)}="{_escaped(value, _IN_ATTRIBUTES, node)}"')
    parts += [f'xmlns:{prefix}="{_escaped(uri, _IN_ATTRIBUTES, node)}"' for uri, prefix in foreign.items()]
    return " ".join(parts)


def _in_xsi(node: Node) -> bool:
    return any(name.startswith(f"{{{XSI}}}") for name in node.attributes)


def _prefixed(name: str, foreign: dict[str, str]) -> str:
    if not name.startswith("{"):
        return name
    uri, local = name[1:].split("}")
    prefix = PREFIXES.get(uri) or foreign.setdefault(uri, f"n{len(foreign) + 1}")
    return f"{prefix}:{local}"


def _escaped(text: str, table: Mapping[str, str], node: Node) -> str:
    found = _NOT_XML.search(text)
    if found is not None:
        raise InputError(
            f"the character U+{ord(found[0]):04X} cannot stand in XML",
            where=f"{node.name} {text[:40]!r}",
            do="take it out of the text",
        )
    return "".join(table.get(letter, letter) for letter in text) if any(map(text.__contains__, table)) else text
