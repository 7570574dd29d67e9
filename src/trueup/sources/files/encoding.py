"""Bytes into text, whatever they were saved as, and what had to be guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any

from trueup.vocabulary import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
# What people's programs write today. Old Macintosh and DOS pages fit any bytes, and would win by chance.
_WESTERN = "cp1252"
_LATIN = {
    "cp1250": ("Polish", "Czech", "Slovak", "Hungarian", "Slovene", "Croatian", "Romanian"),
    "cp1254": ("Turkish",),
    "cp1257": ("Lithuanian", "Latvian", "Estonian"),
}
_OTHER = ["cp1251", "cp1253", "cp1255", "cp1256", "koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949"]
_WORD = re.compile(rb"[A-Za-z\x80-\xff]{3,}")
_LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_SAMPLE = 60_000
MIXED = "utf-8 + cp1252"
# Files that begin so hold no text. Read as if they did, they would only give rows of garbage.
_NOT_TEXT = (
    (b"\x1f\x8b", "is packed with gzip", "unpack it first: gunzip"),
    (b"PK\x03\x04", "is a workbook or a zip file", "for a workbook write: excel; a zip file is unpacked first"),
    (b"\xd0\xcf\x11\xe0", "is a workbook of an old Excel", "write: excel"),
    (b"PAR1\x15", "is a Parquet file", "write: parquet"),
    (b"SQLite format 3\0", "is an SQLite database", "write: sql: sqlite:///file.db"),
    (b"%PDF-", "is a PDF", "export the table as CSV or as a workbook"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read with, and the lines on which single bytes had to be read as another one."""

    text: str
    encoding: str
    mended: tuple[int, ...] = ()


def must_be_text(raw: bytes) -> None:
    """Raises SourceError for a file that by its first bytes is another thing than text."""
    for beginning, what, do in _NOT_TEXT:
        if raw.startswith(beginning):
            raise SourceError(f"{what}, not text", do=do)


def decode(raw: bytes, stated: str = "detect") -> Decoded:
    """Text of `raw`.

    `stated` is an encoding's name, `detect`, or `mixed`: UTF-8 in which single bytes that are not UTF-8 are cp1252, or
    latin-1 where cp1252 has no character. `detect` looks for a byte order mark, UTF-16, UTF-8, and then guesses.
    Raises SourceError for an unknown encoding, and for bytes that do not fit the one stated.
    """
    if stated == "mixed":
        return _mixed(raw)
    if stated != "detect":
        return _stated(raw, stated)
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return _marked(raw, name)
    if wide := _wide(raw):
        return Decoded(raw.decode(wide, "replace"), wide)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(raw)


def _stated(raw: bytes, name: str) -> Decoded:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        do = "leave `encoding` out to have it detected, or write e.g. utf-8, cp1252, utf-16"
        raise SourceError(f"unknown encoding {name!r}", do=do) from None
    if codec == "utf-8":
        codec = "utf-8-sig"
    try:
        return Decoded(raw.decode(codec), name)
    except UnicodeDecodeError as bad:
        line = raw.count(b"\n", 0, bad.start) + 1
        what = f"line {line} holds the byte 0x{raw[bad.start]:02x}, which is not {name}"
        raise SourceError(what, do="leave `encoding` out to have it detected, or write `encoding: mixed`") from None


def _marked(raw: bytes, name: str) -> Decoded:
    try:
        return Decoded(raw.decode(name), name.removesuffix("-sig"))
    except UnicodeDecodeError:
        if name == "utf-8-sig":
            return _mixed(raw.removeprefix(codecs.BOM_UTF8))
        return Decoded(raw.decode(name, "replace"), name)


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: Latin text in it has a zero in every other byte."""
    sample = raw[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd > 0.4 * len(sample[1::2]) and even < odd / 4:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * len(sample[0::2]) and odd < even / 4 else None


def _guessed(raw: bytes) -> Decoded:
    sequences = len(_MULTIBYTE.findall(raw))
    rest = _MULTIBYTE.sub(b" ", raw)
    others, lone = len(_HIGH.findall(rest)), len(_LONE.findall(rest))
    if sequences >= max(1, 0.1 * others) and lone > others / 2:
        return _mixed(raw)
    name = _likeliest(raw)
    if name != _WESTERN or not (odd := _undefined(raw)):
        return Decoded(raw.decode(name), name)
    return Decoded(_mixed(raw).text, name, odd)


def _likeliest(raw: bytes) -> str:
    """Letters of another script if words consist of them; else cp1252, unless another Latin language shows."""
    words = [word for word in _WORD.findall(raw) if _HIGH.search(word)]
    sample = b" ".join(words)[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    if high > 0.6 * max(1, len(sample)):
        return _other_script(raw) or _WESTERN
    return _latin(raw) or _WESTERN


def _matches(raw: bytes, candidates: list[str]) -> list[Any]:
    from charset_normalizer import from_bytes

    lines = [line for line in raw.split(b"\n") if _HIGH.search(line)]
    sample = b"\n".join(lines)[:_SAMPLE].rpartition(b"\n")[0] or b"\n".join(lines)
    return [match for match in from_bytes(sample, cp_isolation=candidates) if _decodes(raw, match.encoding)]


def _other_script(raw: bytes) -> str | None:
    return next((str(match.encoding) for match in _matches(raw, _OTHER)), None)


def _latin(raw: bytes) -> str | None:
    for match in _matches(raw, list(_LATIN)):
        if match.language in _LATIN[match.encoding] and match.coherence > 0.2:
            return str(match.encoding)
    return None


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _undefined(raw: bytes) -> tuple[int, ...]:
    """Lines with one of the five bytes for which cp1252 has no character."""
    return tuple(n for n, line in enumerate(raw.split(b"\n"), 1) if re.search(rb"[\x81\x8d\x8f\x90\x9d]", line))


def _mixed(raw: bytes) -> Decoded:
    mended = tuple(n for n, line in enumerate(raw.split(b"\n"), 1) if not _decodes(line, "utf-8"))
    return Decoded(raw.decode("utf-8", "trueup-cp1252"), MIXED if mended else "utf-8", mended)


def _byte_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start : error.start + 1]
    try:
        return byte.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return byte.decode("latin-1"), error.start + 1


codecs.register_error("trueup-cp1252", _byte_as_cp1252)
