"""Bytes of every origin into the text they were."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.sources.files.encoding import MIXED, decode
from trueup.vocabulary import SourceError

GERMAN = "Größe der Maßnahme, Übertragung für 5 €\n" * 20
POLISH = "Zażółć gęślą jaźń, wskaźnik terminowości dostaw\n" * 20
RUSSIAN = "Показатель готовности проекта к приёмке\n" * 20
GREEK = "Ο δείκτης της επιτυχίας του έργου\n" * 20
JAPANESE = "売上高と目標の達成率について報告します\n" * 20
CHINESE = "测试数据与目标达成率的报告\n" * 20


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "cp1252"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (GREEK, "cp1253"),
        (JAPANESE, "cp932"),
        (CHINESE, "gb18030"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
    ],
)
def test_what_is_not_stated_is_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE])
def test_a_byte_order_mark_decides_and_disappears(mark: bytes) -> None:
    name = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(
        mark, "utf-32-le"
    )
    assert decode(mark + GERMAN.encode(name)).text == GERMAN


def test_a_few_signs_in_plain_text_are_western() -> None:
    decoded = decode("name,cost\nNew ship,£654.46\nOld ship,£3.00\n".encode("cp1252"))
    assert decoded.encoding == "cp1252"
    assert "£654.46" in decoded.text


def test_lines_of_two_encodings_are_each_read_as_what_they_are() -> None:
    raw = "a,£5 “safe”\n".encode() * 3 + "b,£6 “stop”\n".encode("cp1252") + b"c,plain\n"
    decoded = decode(raw)
    assert decoded.text == "a,£5 “safe”\n" * 3 + "b,£6 “stop”\nc,plain\n"
    assert decoded.encoding == MIXED
    assert decoded.mended == (4,)


def test_two_encodings_in_one_line() -> None:
    raw = "left £5,".encode() + "right £6".encode("cp1252") + b"\n"
    assert decode(raw, "mixed").text == "left £5,right £6\n"


def test_a_byte_without_meaning_in_cp1252_is_counted() -> None:
    decoded = decode("Kosten für A£\n".encode("cp1252") + b"Quantum\x9d prison\n")
    assert decoded.encoding == "cp1252"
    assert decoded.mended == (2,)


def test_what_is_stated_holds() -> None:
    assert decode(RUSSIAN.encode("koi8_r"), "koi8_r").text == RUSSIAN
    assert decode(codecs.BOM_UTF8 + b"a", "utf-8").text == "a"
    with pytest.raises(SourceError, match="line 2 holds the byte 0xa3, which is not utf-8"):
        decode(b"a\n\xa3", "utf-8")
    with pytest.raises(SourceError, match="unknown encoding 'utf-9'"):
        decode(b"a", "utf-9")


@given(st.text())
def test_utf_8_is_always_read_back(text: str) -> None:
    raw = text.encode("utf-8", "ignore")
    assert decode(raw, "mixed").text == raw.decode()
    if "\x00" not in text and not raw.startswith((b"\xff\xfe", b"\xfe\xff", codecs.BOM_UTF8)):
        assert decode(raw).text == raw.decode()


@given(st.binary())
def test_bytes_never_fail(raw: bytes) -> None:
    assert isinstance(decode(raw).text, str)
