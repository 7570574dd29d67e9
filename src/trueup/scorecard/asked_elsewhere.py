"""Answers to a survey that was asked elsewhere: a file and what is said of it, as a source that can be loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trueup.book import yaml
from trueup.book.explain import explain
from trueup.sources.documents import Source
from trueup.sources.reading import Read
from trueup.sources.survey_file import Answers
from trueup.vocabulary import DocumentError, InputError, Issue

ENDINGS = {
    ".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv", ".xlsx": "excel", ".xls": "excel", ".ods": "excel",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".parquet": "parquet",
}  # fmt: skip
_SAID = ("survey", "wave", "as")


@dataclass(frozen=True)
class Elsewhere:
    """A file of answers: to which wave of which survey, how it is laid out, and a mapping file where one is needed.

    `answered_on` is the day of those answers that have none; `keep` says which row of somebody counts.
    """

    survey: str
    wave: str
    file: Path
    layout: str = "wide"
    mapping: Path | None = None
    answered_on: dt.date | None = None
    keep: str | None = None
    drop_partial: bool = False
    read: Mapping[str, Any] = field(default_factory=dict)

    def source(self) -> Source:
        """The source that reads the file. DocumentError with file and line where the mapping is wrong."""
        mapped = _Mapping(self.mapping)
        given: dict[str, Any] = {"survey": self.survey, "wave": self.wave, "as": self.layout}
        given |= {"answered_on": self.answered_on} if self.answered_on else {}
        given |= {"keep": self.keep} if self.keep else {}
        given |= {"partial": "drop"} if self.drop_partial else {}
        answers = mapped.part(Answers, (), {**mapped.keys, **given})
        place = {self._format: str(self.file.absolute())}
        read = mapped.part(Read, ("read",), {**mapped.read, **self.read, **place})
        return Source(id=f"answers.{self.survey}.{self.wave}", read=(read,), answers=(answers,))

    @property
    def _format(self) -> str:
        ending = self.file.suffix.lower()
        if ending not in ENDINGS:
            what = f"a file that ends in {ending!r} is none of answers" if ending else "the file's name has no ending"
            raise InputError(what, where=str(self.file), do=f"save it as one of: {', '.join(ENDINGS)}")
        return ENDINGS[ending]


class _Mapping:
    """A file that says what the columns and codes of another mean: the keys of `answers`, and of `read`."""

    def __init__(self, file: Path | None) -> None:
        self.keys: dict[str, Any] = {}
        self.read: dict[str, Any] = {}
        self.place: yaml.Located | None = None
        if file is not None:
            self._take(file)

    def _take(self, file: Path) -> None:
        try:
            raw = file.read_bytes()
        except OSError:
            raise InputError(
                "there is no such file", where=str(file), do="see docs/how-to/bring-in-a-survey.md"
            ) from None
        found, issues = yaml.read(raw, file.name)
        errors = [issue for issue in issues if issue.level == "error"]
        if errors or len(found) != 1 or not isinstance(found[0].data, dict):
            raise DocumentError(errors or [Issue("error", "a mapping is one block of keys and values", file.name)])
        self.place = found[0]
        self.keys = dict(found[0].data)
        self._stated_once()
        self.read = self.keys.pop("read", {}) or {}

    def _stated_once(self) -> None:
        """What the command says, the file does not say again."""
        assert self.place is not None
        twice = [
            self.place.issue("error", (key,), "is said by the command", "leave it out")
            for key in _SAID
            if key in self.keys
        ]
        if twice:
            raise DocumentError(twice)

    def part(self, model: Any, path: tuple[str, ...], data: Mapping[str, Any]) -> Any:
        """A part of a document. DocumentError with file and line for what is wrong in it."""
        try:
            return model.model_validate(data)
        except ValidationError as invalid:
            place = self.place or yaml.Located(dict(data), "", {})
            inside = {key[len(path) :]: line for key, line in place.lines.items() if key[: len(path)] == path}
            located = yaml.Located(dict(data), place.file, inside)
            raise DocumentError(explain(invalid, located, model)) from None
