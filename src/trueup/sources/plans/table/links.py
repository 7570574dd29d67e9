"""Predecessors as people write them in a cell: `12FS+2 days; A10 SS, train`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import cast

from trueup.delivery.duration import Duration
from trueup.delivery.link import NO_LAG, LinkKind
from trueup.sources.plans.draft import DraftLink
from trueup.sources.plans.lengths import Lengths
from trueup.vocabulary import SourceError, did_you_mean

_LINK = re.compile(
    r"^(?P<id>.+?)\s*(?:(?P<kind>FS|SS|FF|SF)\b)?\s*(?P<lag>[+-]\s*\d+(?:\.\d+)?\s*[a-z%]*\??)?$", re.IGNORECASE
)
_TIGHT = re.compile(r"^(?P<id>\d+)(?P<kind>FS|SS|FF|SF)\s*(?P<lag>[+-]\s*\d+(?:\.\d+)?\s*[a-z%]*\??)?$", re.IGNORECASE)


def read_links(
    words: str, ids: Collection[str], names: Mapping[str, str], lengths: Lengths, where: str
) -> Iterator[DraftLink]:
    """The links in a cell. `names` leads from a unique name to its id. SourceError for what no row is called."""
    for part in re.split(r"[;\n]" if ";" in words else r"[,\n]", words):
        text = part.strip()
        if text:
            yield _link(text, ids, names, lengths, where)


def _link(text: str, ids: Collection[str], names: Mapping[str, str], lengths: Lengths, where: str) -> DraftLink:
    plain = text if text in ids else names.get(text)
    if plain is not None:
        return DraftLink(plain)
    for pattern in (_TIGHT, _LINK):
        found = pattern.match(text)
        before = found and (found["id"] if found["id"] in ids else names.get(found["id"]))
        if found and before:
            kind = cast("LinkKind", (found["kind"] or "FS").upper())
            return DraftLink(before, kind, _lag(found["lag"], lengths, text, where))
    do = did_you_mean(text, [*ids, *names]) or "write the id of another row, with FS, SS, FF or SF and a lag: A10 SS+5d"
    raise SourceError(f"{text!r} names no row of the table", where=where, do=do)


def _lag(words: str | None, lengths: Lengths, text: str, where: str) -> Duration:
    if not words:
        return NO_LAG
    lag = lengths.read(words.replace(" ", ""))
    if lag is None:
        raise SourceError(f"the lag in {text!r} is no length of time", where=where, do="write it as +5d, -4h or +2w")
    return lag
