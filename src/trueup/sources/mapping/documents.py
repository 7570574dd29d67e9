"""Documents out of rows: one for each different id, lists gathered from the rows that belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from trueup.sources.documents import Generated
from trueup.sources.fields import Column, Constant, Field
from trueup.sources.generated import GENERATED, Block, Gather, Leaf, Listing, Pattern, Shape, read_pattern
from trueup.sources.mapping.leaves import Path, Values, evaluate, gathers, spelled
from trueup.sources.mapping.stage import Stage
from trueup.vocabulary import Document, Refusal, SourceError, did_you_mean

_ID: Path = ("id",)
_NOTHING = Constant(None)


@dataclass(slots=True)
class Made:
    """What became of the rows: read = passed + mapped + refused.

    `mapped` rows speak of a document that was made; `differing` of them say something else of it than its first row.
    """

    kind: str
    documents: list[Document] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    read: int = 0
    passed: int = 0
    mapped: int = 0
    differing: int = 0


@dataclass(slots=True)
class _Group:
    """The rows of one id; `gathered` has the items of each gathered part."""

    rows: list[Values]
    gathered: dict[Path, list[Values]] = field(default_factory=dict)
    versions: list[Values] = field(default_factory=list)

    @property
    def first(self) -> Values:
        """The row whose plain values count."""
        return self.rows[0]


def make_documents(stage: Stage, generated: Generated) -> Made:
    """Documents of one mapping. Raises SourceError when it names columns or reads that do not exist."""
    pattern = read_pattern(generated.kind, generated.shape)
    made = Made(generated.kind, read=stage.reads[generated.rows].rows)
    parts = dict(gathers(pattern.block))
    links = [*parts.values(), *([pattern.versions] if pattern.versions else [])]
    keys: tuple[Field, ...] = tuple(Column(ours) for link in links for ours, _ in link.by)
    rows = evaluate(stage, generated.rows, pattern.block, keys, generated.where)
    made.passed = made.read - len(rows)
    groups = _grouped(rows, made)
    _gather(stage, generated, parts, groups, offset=0)
    if pattern.versions is not None:
        _gather_versions(
            stage, generated, pattern.versions, groups, offset=sum(len(part.by) for part in parts.values())
        )
    for group in groups.values():
        _finish(pattern, group, made)
    return made


def _grouped(rows: list[Values], made: Made) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    for row in rows:
        name = row.text[_ID]
        if row.wrong is not None or name is None:
            made.refusals.append(row.wrong or Refusal(row.place, "id", "is missing"))
            continue
        group = groups.setdefault(name, _Group([]))
        made.differing += bool(group.rows) and row.text != group.rows[0].text
        group.rows.append(row)
    return groups


def _gather(
    stage: Stage, generated: Generated, parts: dict[Path, Gather], groups: dict[str, _Group], offset: int
) -> None:
    for path, part in parts.items():
        matching = _matching(stage, generated, part, groups, offset)
        for name, group in groups.items():
            group.gathered[path] = matching.get(name, [])
        offset += len(part.by)


def _gather_versions(stage: Stage, generated: Generated, part: Gather, groups: dict[str, _Group], offset: int) -> None:
    for name, values in _matching(stage, generated, part, groups, offset).items():
        groups[name].versions = sorted(values, key=_effective)


def _effective(values: Values) -> str:
    return values.text.get(("effective",)) or ""


def _matching(
    stage: Stage, generated: Generated, part: Gather, groups: dict[str, _Group], offset: int
) -> dict[str, list[Values]]:
    """The rows of a gathered part, by the id of the document they belong to."""
    if part.read is None:
        own = _own_rows(stage, generated, part)
        return {name: own.get(name, []) for name in groups}
    if part.read not in stage.reads:
        known = [read for read in stage.reads if read != generated.rows]
        raise SourceError(f"no read is called {part.read!r}", do=did_you_mean(part.read, known))
    theirs = tuple(Column(name) for _, name in part.by)
    found: dict[tuple[str | None, ...], list[Values]] = {}
    for values in evaluate(stage, part.read, part.item, theirs, part.where, part.order):
        found.setdefault(values.keys, []).append(values)
    span = slice(offset, offset + len(part.by))
    return {name: found.get(group.first.keys[span], []) for name, group in groups.items()}


def _own_rows(stage: Stage, generated: Generated, part: Gather) -> dict[str, list[Values]]:
    """Items from the document's own rows: the id of each row says where it belongs."""
    pattern = read_pattern(generated.kind, generated.shape)
    leaf = dict(pattern.block.keys)["id"]
    assert isinstance(leaf, Leaf)
    where = " and ".join(f"({text})" for text in (generated.where, part.where) if text) or None
    found: dict[str, list[Values]] = {}
    for values in evaluate(stage, generated.rows, part.item, (leaf.field,), where, part.order):
        if values.keys[0] is not None:
            found.setdefault(values.keys[0], []).append(values)
    return found


def _finish(pattern: Pattern, group: _Group, made: Made) -> None:
    """Build, validate and count the document of a group and its amendments, or refuse its rows."""
    wrong = next((row.wrong for rows in group.gathered.values() for row in rows if row.wrong), None)
    built: list[Document] = []
    refusal = wrong
    if refusal is None:
        refusal = _build(pattern, group, built)
    if refusal is not None:
        made.refusals += [Refusal(row.place, refusal.column, refusal.reason, refusal.value) for row in group.rows]
        return
    made.documents += built
    made.mapped += len(group.rows)


def _build(pattern: Pattern, group: _Group, built: list[Document]) -> Refusal | None:
    body = _body(pattern.block, (), group.first, group)
    refusal = _validated(pattern.kind, body, group.first, built)
    for number, values in enumerate(group.versions, 2):
        if refusal is not None:
            return refusal
        if values.wrong is not None:
            return values.wrong
        assert pattern.versions is not None
        body = {**body, **_body(pattern.versions.item, (), values, None), "version": number}
        refusal = _validated(pattern.kind, body, values, built)
    return refusal


def _validated(kind: str, body: Any, values: Values, built: list[Document]) -> Refusal | None:
    try:
        built.append(GENERATED[kind].model_validate(body))
    except ValidationError as bad:
        first = bad.errors(include_url=False)[0]
        shown = None if isinstance(first["input"], dict) else str(first["input"])[:200]
        message = first["msg"].removeprefix("Value error, ")
        return Refusal(values.place, f"{kind} {body.get('id')}: {spelled(first['loc'])}", message, shown)
    return None


def _body(shape: Shape, path: Path, values: Values, group: _Group | None) -> Any:
    """The plain data of a shape; keys without a value are left out."""
    if isinstance(shape, Leaf):
        return values.text[path]
    if isinstance(shape, Block):
        parts = {key: _body(part, (*path, key), values, group) for key, part in shape.keys}
        return {key: part for key, part in parts.items() if part not in (None, {})} or None
    if isinstance(shape, Listing):
        return list(_items(shape, path, values, group))
    assert group is not None
    found = _different(_body(shape.item, (), one, None) for one in group.gathered[path])
    if shape.but is not None:
        found = [item for item in found if item != values.text.get((shape.but,))]
    return found if shape.unique is None else _first_of_each(found, shape.unique)


def _items(shape: Listing, path: Path, values: Values, group: _Group | None) -> Iterator[Any]:
    for place, part in enumerate(shape.items):
        item = _body(part, (*path, place), values, group)
        if isinstance(part, Gather):
            yield from item
        elif item is not None or (isinstance(part, Leaf) and part.field == _NOTHING):
            yield item


def _first_of_each(items: list[Any], key: str) -> list[Any]:
    """Of items with one value of a key the first."""
    found: dict[Any, Any] = {}
    for item in items:
        found.setdefault(item.get(key), item)
    return list(found.values())


def _different(items: Iterator[Any]) -> list[Any]:
    """Items in their order; the same one twice, or nothing at all, is left out."""
    found: list[Any] = []
    for item in items:
        if item is not None and item not in found:
            found.append(item)
    return found
