"""Read XML from somebody else: no document type, so no entities; bounded in size and depth; errors say their line."""

from __future__ import annotations

from xml.parsers import expat

from trueup.operating_model.archimate.node import ARCHIMATE, TYPE, Node
from trueup.vocabulary import SourceError

LARGEST = 64_000_000
"""Bytes of a file. A model of 100,000 elements takes about half of it."""
MOST = 1_000_000
"""XML elements of a file; a model's own elements and relationships take some ten of them each."""
DEEPEST = 100
"""How many elements may stand in each other."""
_BETWEEN = " "
"""What separates namespace and name: no URI holds a space."""
_ENDS_EARLY = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
_ENCODINGS = {
    expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
    expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
}


def read_xml(data: bytes, where: str) -> Node:
    """The root of an XML file. Raises SourceError, with the line, for what is no XML and for what is not read."""
    if len(data) > LARGEST:
        raise SourceError(f"{len(data):,} bytes are more than the {LARGEST:,} that are read", where=where)
    return _Reader(where).read(data)


class _Reader:
    """Builds the tree from the parser's events."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.open: list[Node] = []
        self.texts: list[list[str]] = []
        self.count = 0
        self.root: Node | None = None
        self.parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def read(self, data: bytes) -> Node:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            raise self._told(error) from None
        except (UnicodeError, LookupError, ValueError) as error:
            raise self._error(f"its text cannot be decoded: {error}", "save it as UTF-8") from None
        assert self.root is not None  # expat ends with an error where there is no element
        return self.root

    def _told(self, error: expat.ExpatError) -> SourceError:
        line = f"line {error.lineno}, column {error.offset + 1}"
        if error.code in _ENDS_EARLY:
            what = f"the file ends too early, at {line}" if self.root is not None else "there is no XML in it"
            return self._error(what, "export the model again, and copy the whole file")
        if error.code in _ENCODINGS:
            return self._error(f"its encoding is not what it says ({line})", "save it as UTF-8")
        return self._error(
            f"{expat.errors.messages[error.code]} at {line}",
            "give a file in the ArchiMate Model Exchange format; if it has letters beyond ASCII, save it as UTF-8",
        )

    def _error(self, what: str, do: str) -> SourceError:
        return SourceError(what, where=self.where, do=do)

    def _doctype(self, *_: object) -> None:
        line = self.parser.CurrentLineNumber
        what = f"line {line}: it declares a document type, which may hold entities, and is not read"
        raise self._error(what, "take the <!DOCTYPE ...> out: the exchange format has none")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        self.count += 1
        if self.count > MOST:
            raise self._error(f"line {line}: more than {MOST:,} XML elements", "give a smaller model")
        if len(self.open) >= DEEPEST:
            raise self._error(f"line {line}: more than {DEEPEST} elements stand in each other", "flatten it")
        uri, _, local = name.rpartition(_BETWEEN)
        node = Node(local, {_qualified(key): value for key, value in attributes.items()}, "", [], line, uri)
        if uri == ARCHIMATE and TYPE in node.attributes:
            # The prefix of a type is that of the file; what is written has none.
            node.attributes[TYPE] = node.type
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)
        self.texts.append([])

    def _end(self, _: str) -> None:
        node, text = self.open.pop(), "".join(self.texts.pop())
        if not node.children or text.strip():
            node.text = text

    def _text(self, text: str) -> None:
        self.texts[-1].append(text)


def _qualified(name: str) -> str:
    uri, _, local = name.rpartition(_BETWEEN)
    return f"{{{uri}}}{local}" if uri else local
