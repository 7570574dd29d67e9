"""What a template draws: inputs, groups of them, and lists of groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trueup.vocabulary import Issue


@dataclass(frozen=True, slots=True)
class Input:
    """One field. `widget` is text, long, whole, number, date, choice or yaml; `listed` names a list of known values."""

    name: str
    label: str
    widget: str
    value: str
    meaning: str = ""
    default: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    listed: str = ""
    issues: tuple[Issue, ...] = ()
    node: str = "input"

    @property
    def anchor(self) -> str:
        """The place of the key in the document, whatever its field shows."""
        return self.name.removesuffix("~")

    @property
    def is_wrong(self) -> bool:
        """Whether more is to be said of it than advice."""
        return any(issue.level != "hint" for issue in self.issues)

    @property
    def marked(self) -> tuple[tuple[str, bool], ...]:
        """Its text in pieces, each with whether an issue is about it; () where none is about a part of it."""
        spans = sorted(issue.span for issue in self.issues if issue.span)
        if self.widget == "yaml" or all(span == (0, len(self.value)) for span in spans):
            return ()
        return tuple(pieces(self.value, spans))

    @property
    def is_block(self) -> bool:
        """Whether it has several lines, or may."""
        return self.widget == "long" or "\n" in self.value


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """A text cut at spans in order; where two overlap, the later begins behind the earlier."""
    at = 0
    for start, end in spans:
        yield text[at : max(at, start)], False
        yield text[max(at, start) : max(at, end)], True
        at = max(at, end)
    yield text[at:], False


@dataclass(frozen=True, slots=True)
class Group:
    """The keys of a part of the document. `is_open` where there is something in it to see."""

    name: str
    label: str
    parts: tuple[Node, ...]
    meaning: str = ""
    issues: tuple[Issue, ...] = ()
    is_open: bool = True
    tag: str = ""  # of an item of a list: its number when the form was drawn
    node: str = "group"

    @property
    def anchor(self) -> str:
        """The place of the key in the document."""
        return self.name


@dataclass(frozen=True, slots=True)
class Several:
    """A list of parts, which buttons add to and take from."""

    name: str
    label: str
    items: tuple[Group, ...]
    meaning: str = ""
    issues: tuple[Issue, ...] = ()
    node: str = "several"

    @property
    def anchor(self) -> str:
        """The place of the key in the document."""
        return self.name


Node = Input | Group | Several
