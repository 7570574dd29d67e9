"""Predecessors as people write them in a cell: `12FS+2 days; A10 SS, train`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from trueup.delivery.duration import Duration
from trueup.delivery.link import NO_LAG, LinkKind
from trueup.sources.plans.draft import DraftLink
from trueup.sources.plans.lengths import Lengths
from trueup.vocabulary import SourceError, did_you_mean

_KINDS: Mapping[str, LinkKind] = {
    "FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF",
    "EA": "FS", "AA": "SS", "EE": "FF", "AE": "SF",
    "FD": "FS", "DD": "SS", "DF": "SF",
    "FC": "FS", "CC": "SS", "CF": "SF",
}  # fmt: skip
"""As Microsoft Project writes them in English, German, French and Spanish."""
_KIND = rf"(?P<kind>{'|'.join(_KINDS)})"
_LAG = r"(?P<lag>[+-]\s*\d+(?:[.,]\d+)?\s*[^\W\d_%]*%?\??)?"
_LINK = re.compile(rf"^(?P<id>.+?)\s*(?:{_KIND}\b)?\s*{_LAG}$", re.IGNORECASE)
_TIGHT = re.compile(rf"^(?P<id>\d+){_KIND}\s*{_LAG}$", re.IGNORECASE)
_LAG_BEGINS = re.compile(r"[+-]\s*\d+$")
_LAG_ENDS = re.compile(r"\d+\s*[^\W\d_]+\??")


def read_links(
    words: str, ids: Collection[str], names: Mapping[str, str], lengths: Lengths, where: str
) -> Iterator[DraftLink]:
    """The links in a cell. `names` leads from a unique name to its id. SourceError for what no row is called."""
    for text in _parts(words, ids):
        yield _link(text, ids, names, lengths, where)


def _parts(words: str, ids: Collection[str]) -> list[str]:
    """The cell at its semicolons, else at its commas; not at the comma of a lag: 4EA+2,5 Tage."""
    found: list[str] = []
    for part in re.split(r"[;\n]" if ";" in words else r"[,\n]", words):
        text = part.strip()
        if found and text not in ids and _LAG_BEGINS.search(found[-1]) and _LAG_ENDS.fullmatch(text):
            found[-1] += f",{text}"
        elif text:
            found.append(text)
    return found


def _link(text: str, ids: Collection[str], names: Mapping[str, str], lengths: Lengths, where: str) -> DraftLink:
    plain = text if text in ids else names.get(text)
    if plain is not None:
        return DraftLink(plain)
    for pattern in (_TIGHT, _LINK):
        found = pattern.match(text)
        before = found and (found["id"] if found["id"] in ids else names.get(found["id"]))
        if found and before:
            kind = _KINDS[(found["kind"] or "FS").upper()]
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
