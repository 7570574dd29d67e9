"""What a template draws: inputs, groups of them, and lists of groups."""

from __future__ import annotations

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
    def is_block(self) -> bool:
        """Whether it has several lines, or may."""
        return self.widget == "long" or "\n" in self.value


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
