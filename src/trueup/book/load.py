"""A folder of YAML, and what sources have landed, as validated documents: every issue at once."""

from __future__ import annotations

import copy
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trueup.book import yaml
from trueup.book.explain import beside_the_form, explain, show
from trueup.book.kinds import kinds
from trueup.book.yaml import Located
from trueup.vocabulary import Document, Issue, did_you_mean, digest

Key = tuple[str, str, int]

# Designed, and not yet assessed: a book may hold them already.
_LATER = frozenset(("journey", "play", "benchmark"))

# People reach for these words; the glossary has one for each.
_OTHER_WORDS = {"metric": "kpi", "measure": "kpi", "contract": "agreement", "success_plan": "agreement"}


def key_of(document: Document) -> Key:
    """Kind, id and version."""
    return document.kind_name(), document.id, document.version


@dataclass(frozen=True, slots=True)
class Entry:
    """One valid document and the place it came from; `digest` where it landed with one and has it."""

    document: Document
    place: Located
    landed: bool = False
    digest: str | None = None

    @property
    def key(self) -> Key:
        """Kind, id and version: what no two documents share."""
        return key_of(self.document)

    @property
    def name(self) -> str:
        """What people call it: kpi 'x' version 2."""
        kind, name, version = self.key
        return f"{kind} {name!r} version {version}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything that could be read, in the order of the files, and everything that is wrong so far.

    `broken` has kind and id of documents that are there but not valid. `complete` is False when a file could not be
    read, so that nobody knows what was in it.
    """

    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...]
    broken: frozenset[tuple[str, str]] = frozenset()
    complete: bool = True


class _Intake:
    """Collects while it loads."""

    def __init__(self) -> None:
        self.classes = kinds()
        self.entries: list[Entry] = []
        self.issues: list[Issue] = []
        self.broken: set[tuple[str, str]] = set()
        self.complete = True

    def refuse(self, issue: Issue) -> None:
        """Note what is wrong, and that something may be missing because of it."""
        self.issues.append(issue)
        self.complete = self.complete and issue.level != "error"

    def validated(self, place: Located, *, landed: bool = False, digest: str | None = None) -> Entry | None:
        """The document at `place`, or None, with its issues noted.

        Where nothing is wrong but keys that mean none of ours, it is the document without them: so the rules speak of
        all else that is wrong with it, too.
        """
        kind = self._kind(place)
        if kind is None:
            return None
        try:
            return Entry(kind.model_validate(place.data), place, landed, digest)
        except ValidationError as invalid:
            self.issues += explain(invalid, place, kind)
            strange = beside_the_form(invalid, place, kind)
            rest = None if strange is None else _valid(kind, _without(place.data, strange))
            if rest is None:
                self.broken.add((kind.kind_name(), str(place.data.get("id"))))
            return None if rest is None else Entry(rest, place, landed)

    def _kind(self, place: Located) -> type[Document] | None:
        names = ", ".join(self.classes)
        if not isinstance(place.data, dict):
            self.refuse(place.issue("error", (), "a document is a block of keys", f"begin with kind: one of {names}"))
            return None
        word = place.data.get("kind")
        if word is None:
            self.refuse(place.issue("error", (), "the key `kind` is missing", f"one of {names}"))
            return None
        if isinstance(word, str) and word in _LATER:
            self.issues.append(place.issue("hint", ("kind",), f"documents of kind {word!r} are not assessed yet", None))
            return None
        if not isinstance(word, str) or word not in self.classes:
            near = _near_kind(str(word), self.classes) or f"one of {names}"
            self.refuse(place.issue("error", ("kind",), f"unknown kind {show(word)}", near))
            return None
        return self.classes[word]


def _valid(kind: type[Document], data: Any) -> Document | None:
    try:
        return kind.model_validate(data)
    except ValidationError:
        return None


def _without(data: Any, paths: Iterable[yaml.Path]) -> Any:
    """A copy of plain data without these keys."""
    rest = copy.deepcopy(data)
    for path in paths:
        place = rest
        for part in path[:-1]:
            place = place[part]
        del place[path[-1]]
    return rest


def load(folder: Path, landed: Iterable[Mapping[str, Any]] = ()) -> Loaded:
    """Read every document under `folder`, then those that sources have landed.

    `landed` are rows of the fact table `documents` (kind, id, version, body, digest), `body` as JSON text or plain
    data. A document in the folder wins over a landed one of the same kind, id and version, with a hint.
    """
    intake = _Intake()
    _take(_read_folder(folder, intake), intake)
    several = _several_books(intake.entries, folder)
    if several is not None:
        return Loaded((), (several,), complete=False)
    return _loaded(landed, intake)


def load_texts(texts: Iterable[tuple[str, str]], landed: Iterable[Mapping[str, Any]] = ()) -> Loaded:
    """The same for documents that lie elsewhere: (name, YAML) of each, then those that sources have landed."""
    intake = _Intake()
    for name, text in texts:
        documents, problems = yaml.read(text.encode(), name)
        for problem in problems:
            intake.refuse(problem)
        _take(documents, intake)
    return _loaded(landed, intake)


def _take(places: Iterable[Located], intake: _Intake) -> None:
    for place in places:
        entry = intake.validated(place)
        if entry is not None:
            intake.entries.append(entry)


def _loaded(landed: Iterable[Mapping[str, Any]], intake: _Intake) -> Loaded:
    _merge(landed, intake)
    return Loaded(tuple(intake.entries), tuple(intake.issues), frozenset(intake.broken), intake.complete)


def _several_books(entries: Iterable[Entry], folder: Path) -> Issue | None:
    """A folder of books is no book: said once, not for every document that two of them share."""
    inside = {Path(entry.place.file).parent.as_posix() for entry in entries if entry.document.kind_name() == "book"}
    if len(inside) < 2 or "." in inside:
        return None
    some = ", ".join(sorted(str(folder / place) for place in inside)[:8])
    return Issue(
        "error", f"this is no book, it holds {len(inside)} of them", str(folder), suggestion=f"name one: {some}"
    )


def _read_folder(folder: Path, intake: _Intake) -> Iterator[Located]:
    if not folder.is_dir():
        wrong = "this is a file" if folder.exists() else "there is no such folder"
        intake.refuse(Issue("error", wrong, str(folder), suggestion="a book is a folder of YAML files"))
        return
    for file in files(folder):
        documents, problems = _read_file(file, folder)
        for problem in problems:
            intake.refuse(problem)
        yield from documents


def files(folder: Path) -> Iterator[Path]:
    """Every YAML file, in order; hidden files and folders (.trueup, .git) and links to folders are left out."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith((".yaml", ".yml")) and not name.startswith("."):
                yield Path(root, name)


def _read_file(file: Path, folder: Path) -> tuple[list[Located], list[Issue]]:
    name = file.relative_to(folder).as_posix()
    if file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder)):
        return [], [Issue("error", "the link leads out of the book's folder", name, None, None, "copy the file here")]
    try:
        return yaml.read(file.read_bytes(), name)
    except OSError as bad:
        reason = (bad.strerror or str(bad)).lower()
        return [], [Issue("error", f"the file cannot be read: {reason}", name, None, None, "mend or remove it")]


def _near_kind(word: str, classes: Mapping[str, type[Document]]) -> str | None:
    other = _OTHER_WORDS.get(word.lower())
    return f"did you mean {other!r}?" if other else did_you_mean(word.lower(), classes)


def _merge(landed: Iterable[Mapping[str, Any]], intake: _Intake) -> None:
    written = {entry.key: entry for entry in intake.entries}
    for row in landed:
        place = _landed_place(row, intake)
        entry = intake.validated(place, landed=True, digest=_verified(row)) if place is not None else None
        if entry is None:
            continue
        standing = written.get(entry.key)
        if standing is None:
            intake.entries.append(entry)
        elif standing.document.digest != entry.document.digest:
            intake.issues.append(_overridden(standing, entry))


def _landed_place(row: Mapping[str, Any], intake: _Intake) -> Located | None:
    name = f"landed {row['kind']} {row['id']} version {row['version']}"
    body = row["body"]
    try:
        data = json.loads(body, parse_float=Decimal) if _is_text(body) else body
    except ValueError as bad:
        intake.refuse(Issue("error", f"its body is not JSON: {bad}", name, suggestion="load its source again"))
        return None
    if _is_text(body) and row.get("digest") and not _is_intact(body, row["digest"]):
        intake.refuse(Issue("error", "its body does not have its digest: it was changed after it landed", name))
        return None
    return Located(data, name, {})


def _is_text(body: object) -> bool:
    return isinstance(body, str | bytes)


def _verified(row: Mapping[str, Any]) -> str | None:
    """The digest that a row states, where `_landed_place` has compared it with the body."""
    return row.get("digest") if _is_text(row["body"]) else None


def _is_intact(body: str | bytes, stated: str) -> bool:
    """Whether the body has its digest; canonical text, the usual case, needs no parsing."""
    raw = body.encode() if isinstance(body, str) else body
    return hashlib.sha256(raw).hexdigest() == stated or digest(json.loads(raw)) == stated


def _overridden(standing: Entry, entry: Entry) -> Issue:
    message = "a source has landed another document of this kind, id and version; this one stands"
    return standing.place.issue("hint", (), message, f"remove one of them, or give this one version {entry.key[2] + 1}")
