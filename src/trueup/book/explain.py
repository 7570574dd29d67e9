"""What pydantic found, in plain words, at the line where it stands."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trueup.book.yaml import Located, Path
from trueup.vocabulary import LARGEST_WHOLE, Issue, did_you_mean

_EXPECTED = {
    "string_type": "text",
    "string_unicode": "text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "date_": "a date like 2026-03-31",
    "datetime": "a time like 2026-03-31T18:00:00Z",
    "timezone": "a time with its zone, like 2026-03-31T18:00:00Z",
    "tuple": "a list",
    "list": "a list",
    "dict": "keys and values",
    "mapping": "keys and values",
    "model": "keys and values",
}
_CLASSES = {
    "Period": "a period like 2026-01-01/2026-04-01",
    "Slice": "keys and values",
    "Unit": "text",
    "Aggregate": "text",
}
_LOOKS_LIKE_A_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class _Finding:
    """One error of pydantic, its place in the document without the names of union branches."""

    path: Path
    error: ErrorDetails
    in_union: bool


def explain(invalid: ValidationError, place: Located, model: type[BaseModel]) -> list[Issue]:
    """Every error of one document as an Issue; the branches of a union speak with one voice."""
    findings = [_finding(error, place.data) for error in invalid.errors(include_url=False)]
    groups: dict[Path, list[ErrorDetails]] = {}
    for finding in findings:
        if not _said_deeper(finding, findings):
            groups.setdefault(finding.path, []).append(finding.error)
    misspelt = {path for path, errors in groups.items() if errors[0]["type"] == "extra_forbidden"}
    meant = {(*path[:-1], near_key(model, path)) for path in misspelt if refusal(model, path) is None}
    return [_issue(path, errors, place, model) for path, errors in groups.items() if path not in meant]


def beside_the_form(invalid: ValidationError, place: Located, model: type[BaseModel]) -> tuple[Path, ...] | None:
    """The keys to leave out so that the rest may be looked at: those that mean none of ours. None where more is wrong.

    A misspelt key is none of them: without what it says, the rules would tell of what is not so.
    """
    findings = [_finding(error, place.data) for error in invalid.errors(include_url=False)]
    if any(each.error["type"] != "extra_forbidden" or each.in_union for each in findings):
        return None
    strange = all(refusal(model, each.path) or near_key(model, each.path) is None for each in findings)
    return tuple(each.path for each in findings) if strange else None


def refusal(model: type[BaseModel], path: Path) -> str | None:
    """Why a key is refused that is no mere mistake in writing (`Part.REFUSED`)."""
    owners = (getattr(owner, "REFUSED", {}) for owner in _models_at(model, path[:-1]))
    return next((refused[path[-1]] for refused in owners if path[-1] in refused), None)


def near_key(model: type[BaseModel], path: Path) -> str | None:
    """The known key that a misspelt one most likely means."""
    near = difflib.get_close_matches(str(path[-1]), keys_at(model, path[:-1]), n=1)
    return near[0] if near else None


def _finding(error: ErrorDetails, data: Any) -> _Finding:
    path: list[str | int] = []
    location = list(error["loc"])
    for position, part in enumerate(location):
        last = position == len(location) - 1
        if _holds(data, part):
            data = data[part]
            path.append(part)
        elif last and error["type"] in ("missing", "extra_forbidden"):
            path.append(part)
    return _Finding(tuple(path), error, len(path) < len(location))


def _holds(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _said_deeper(finding: _Finding, findings: Sequence[_Finding]) -> bool:
    depth = len(finding.path)
    return finding.in_union and any(
        len(other.path) > depth and other.path[:depth] == finding.path for other in findings
    )


def _issue(path: Path, errors: list[ErrorDetails], place: Located, model: type[BaseModel]) -> Issue:
    first = errors[0]
    if first["type"] == "missing":
        return place.issue("error", path[:-1], f"the key `{path[-1]}` is missing", _what_it_is(path, model))
    if first["type"] == "extra_forbidden":
        return _unknown_key(path, place, model)
    literals = [word for error in errors for word in _literals(error)]
    beyond = [error for error in errors if error["type"] in _BOUNDS]
    if beyond or (len(errors) == 1 and not literals):
        return _single(path, (beyond or errors)[0], place)
    expected = list(dict.fromkeys(noun for error in errors if (noun := _noun(error["type"]))))
    return _one_of(path, literals, expected, place, first["input"])


def _unknown_key(path: Path, place: Located, model: type[BaseModel]) -> Issue:
    key, known = str(path[-1]), keys_at(model, path[:-1])
    refused = refusal(model, path)
    if refused is not None:
        return place.issue("error", path, refused)
    near = near_key(model, path)
    suggestion = f"did you mean {near!r}?" if near else f"known here: {', '.join(known)}"
    if key.isdigit():
        suggestion = "a decimal comma? write a point"
    return place.issue("error", path, f"unknown key {key!r}", suggestion)


def _what_it_is(path: Path, model: type[BaseModel]) -> str | None:
    from trueup.book.meanings import meaning

    owner = next(iter(_models_at(model, path[:-1])), None)
    sentence = meaning(owner, str(path[-1])) if owner else None
    return sentence and sentence[0].lower() + sentence[1:].rstrip(".")


def _one_of(path: Path, literals: list[str], expected: list[str], place: Located, given: Any) -> Issue:
    allowed = ", ".join(dict.fromkeys(literals))
    wanted = " or ".join(([f"one of {allowed}"] if literals else []) + expected)
    suggestion = did_you_mean(given, literals) if isinstance(given, str) else None
    return place.issue("error", path, f"{show(given)} is not {wanted}", suggestion)


def _literals(error: ErrorDetails) -> list[str]:
    if error["type"] not in ("literal_error", "enum"):
        return []
    text = str(error["ctx"]["expected"])
    return [word.strip().strip("'") for word in text.replace(" or ", ",").split(",")]


def _single(path: Path, error: ErrorDetails, place: Located) -> Issue:
    given, context = error["input"], error.get("ctx", {})
    if error["type"] == "value_error":
        return place.issue("error", path, str(context["error"]))
    if error["type"] == "string_type" and isinstance(given, int | Decimal | dt.date):
        return place.issue("error", path, f"{show(given)} is not text", f'put it in quotes: "{given}"')
    if error["type"].startswith("date_") and isinstance(given, str) and _LOOKS_LIKE_A_DATE.fullmatch(given):
        return place.issue("error", path, f"{given} is not a day of the calendar")
    limit = _LIMITS.get(error["type"])
    if limit:
        return place.issue("error", path, limit(given, context))
    noun = _CLASSES.get(context.get("class_name", ""), _noun(error["type"]))
    if noun is None:
        return place.issue("error", path, f"{show(given)}: {error['msg'][0].lower()}{error['msg'][1:]}")
    return place.issue("error", path, f"{show(given)} is not {noun}", _plain_number(given, noun))


def _plain_number(given: Any, noun: str) -> str | None:
    """20,000 and 5 % are numbers to people: say how to write them."""
    if "number" not in noun or not isinstance(given, str):
        return None
    bare = given.replace(",", "").replace(" ", "").strip("%€$£")
    return f"write {bare}" if bare.replace(".", "", 1).isdigit() else None


def _at_least_one(given: Any, context: dict[str, Any]) -> str:
    least = context["min_length"]
    return f"needs at least {least} item{'s' if least != 1 else ''}, has {context['actual_length']}"


def _why(context: dict[str, Any]) -> str:
    return ", the largest whole number that JSON keeps exactly" if context["le"] == LARGEST_WHOLE else ""


def _pattern(given: Any, context: dict[str, Any]) -> str:
    if context["pattern"] == "^[A-Z]{3}$":
        return f"{show(given)} is not a currency code like EUR (ISO 4217)"
    if context["pattern"].startswith("^[a-z]{2,3}"):
        return f"{show(given)} is not the code of a language like en or pt-BR (BCP 47)"
    return f"{show(given)} is not an id: begin with a letter or digit, then letters, digits and . _ : / + - only"


_BOUNDS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")
_LIMITS: dict[str, Callable[[Any, dict[str, Any]], str]] = {
    "greater_than": lambda given, context: f"{show(given)} must be above {context['gt']}",
    "greater_than_equal": lambda given, context: f"{show(given)} must not be below {context['ge']}",
    "less_than": lambda given, context: f"{show(given)} must be below {context['lt']}",
    "less_than_equal": lambda given, context: f"{show(given)} must not be above {context['le']}{_why(context)}",
    "too_short": _at_least_one,
    "too_long": lambda given, context: f"takes at most {context['max_length']} items, has {context['actual_length']}",
    "string_too_long": lambda given, context: f"is longer than {context['max_length']} characters",
    "string_pattern_mismatch": _pattern,
}


def _noun(kind: str) -> str | None:
    return next((noun for prefix, noun in _EXPECTED.items() if kind.startswith(prefix)), None)


def show(value: Any) -> str:
    """A short picture of a value that somebody wrote."""
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that are known at `path` of a document of this model."""
    return list(dict.fromkeys(key for part in _models_at(model, path) for key in fields_of(part)))


def fields_of(model: type[BaseModel]) -> dict[str, Any]:
    """The annotations of a model's keys, by the names that people write."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _models_at(model: type[BaseModel], path: Path) -> list[type[BaseModel]]:
    places: list[Any] = [model]
    for part in path:
        if isinstance(part, str):
            places = [inside for place in places for inside in _under(place, part)]
    return list(dict.fromkeys(inner for place in places for inner in models_in(place)))


def _under(annotation: Any, key: str) -> Iterator[Any]:
    """What may stand under a key: of a model its field, of a mapping its values."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        known = fields_of(annotation)
        yield from (known[key],) if key in known else ()
    elif get_origin(annotation) in (dict, Mapping):
        yield get_args(annotation)[1]
    else:
        for argument in get_args(annotation):
            yield from _under(argument, key)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every model that an annotation speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for argument in get_args(annotation):
        yield from models_in(argument)
