"""The values of a shape, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trueup.sources.fields import Field
from trueup.sources.generated import Block, Gather, Leaf, Listing, Shape
from trueup.sources.headers import FILE, LINE
from trueup.sources.mapping.compile import Compiler
from trueup.sources.mapping.facts import Selected, select
from trueup.sources.mapping.sql import NULL
from trueup.sources.mapping.stage import Stage
from trueup.vocabulary import Refusal

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """One row: its place, the text of every leaf by its path in the shape, and what is wrong with it."""

    place: int | str
    line: int
    text: dict[Path, str | None]
    keys: tuple[str | None, ...]
    wrong: Refusal | None


def leaves(shape: Shape, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    """Every leaf with its path; what is gathered from other rows is left out."""
    if isinstance(shape, Leaf):
        yield path, shape
    elif isinstance(shape, Block):
        for key, part in shape.keys:
            yield from leaves(part, (*path, key))
    elif isinstance(shape, Listing):
        for place, part in enumerate(shape.items):
            yield from leaves(part, (*path, place))


def gathers(shape: Shape, path: Path = ()) -> Iterator[tuple[Path, Gather]]:
    """Every gathered part with its path."""
    if isinstance(shape, Gather):
        yield path, shape
    elif isinstance(shape, Block):
        for key, part in shape.keys:
            yield from gathers(part, (*path, key))
    elif isinstance(shape, Listing):
        for place, part in enumerate(shape.items):
            yield from gathers(part, (*path, place))


def evaluate(
    stage: Stage, read: str, shape: Shape, keys: tuple[Field, ...], where: str | None, order: Field | None = None
) -> list[Values]:
    """The rows of a read as the values of a shape, with `keys` beside them."""
    compiler = Compiler(stage, read)
    found = list(leaves(shape))
    selected = [_selected(number, leaf, compiler) for number, (_, leaf) in enumerate(found)]
    selected += [_key(number, key, compiler) for number, key in enumerate(keys)]
    if order is not None:
        selected.append(Selected("o", compiler.compile(order, "text").value, NULL, NULL))
    rows = select(stage, compiler, selected, compiler.condition(where)).to_pylist()
    if order is not None:
        rows.sort(key=lambda row: (row["o"] is None, row["o"]))
    wrong = [number for number, one in enumerate(selected) if one.error != NULL]
    paths = [path for path, _ in found]
    return [_values(row, paths, len(keys), wrong, compiler) for row in rows]


def _selected(number: int, leaf: Leaf, compiler: Compiler) -> Selected:
    found = compiler.compile(leaf.field, leaf.want)
    return Selected(f"v{number}", f"CAST({found.value} AS VARCHAR)", found.error, found.raw)


def _key(number: int, key: Field, compiler: Compiler) -> Selected:
    return Selected(f"k{number}", compiler.compile(key, "text").value, NULL, NULL)


def _values(row: dict[str, object], paths: list[Path], keys: int, wrong: list[int], compiler: Compiler) -> Values:
    place = compiler.staged.place(str(row[FILE]), int(str(row[LINE])))
    error = next((number for number in wrong if row[f"e{number}"] is not None), None)
    refusal = None
    if error is not None:
        raw = row[f"r{error}"]
        refusal = Refusal(place, spelled(paths[error]), str(row[f"e{error}"]), None if raw is None else str(raw))
    text = {path: _text(row[f"v{number}"]) for number, path in enumerate(paths)}
    return Values(place, int(str(row[LINE])), text, tuple(_text(row[f"k{n}"]) for n in range(keys)), refusal)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def spelled(path: Path) -> str:
    """("objectives", 0, "target") as "objectives[0].target"."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
