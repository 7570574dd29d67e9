"""A sealed stream opens with its passphrase, and only if not one byte of it was changed."""

from __future__ import annotations

import io
import random

import pytest

from trueup.vocabulary import TrueupError
from trueup.web.backup.seal import CHUNK, Opener, Sealer, is_sealed

WORD = "correct horse battery staple"


def sealed(data: bytes, *, steps: int = 10_000) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, WORD)
    for start in range(0, len(data), steps):
        sealer.write(data[start : start + steps])
    sealer.finish()
    return out.getvalue()


def opened(data: bytes, passphrase: str = WORD) -> bytes:
    return Opener(io.BytesIO(data), passphrase, "backup").read()


@pytest.fixture(scope="module")
def content() -> bytes:
    return random.Random(5).randbytes(3 * CHUNK + 5)


@pytest.fixture(scope="module")
def whole(content: bytes) -> bytes:
    return sealed(content)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_what_was_sealed_is_opened(size: int, content: bytes) -> None:
    data = sealed(content[:size])
    assert opened(data) == content[:size]
    assert content[:size] == b"" or content[: min(size, 8)] not in data or size < 8


def test_it_is_read_in_pieces(whole: bytes, content: bytes) -> None:
    opener, pieces = Opener(io.BytesIO(whole), WORD, "backup"), []
    while piece := opener.read(7777):
        pieces.append(piece)
    assert b"".join(pieces) == content
    assert {len(piece) for piece in pieces[:-1]} == {7777}


def test_the_same_content_is_never_sealed_to_the_same_bytes(content: bytes) -> None:
    assert sealed(content[:100]) != sealed(content[:100])


@pytest.mark.parametrize("passphrase", ["", "correct horse", WORD + " "])
def test_a_wrong_passphrase_is_called_so(passphrase: str, whole: bytes) -> None:
    with pytest.raises(TrueupError, match="the passphrase is wrong"):
        opened(whole, passphrase)


@pytest.mark.parametrize("seed", range(12))
def test_any_changed_byte_is_found_and_where(seed: int, whole: bytes) -> None:
    chance = random.Random(seed)
    place = chance.randrange(len(whole))
    damaged = bytearray(whole)
    damaged[place] ^= 1 << chance.randrange(8)
    with pytest.raises(TrueupError) as found:
        opened(bytes(damaged))
    if "between byte" in str(found.value):
        start = int(str(found.value).split("between byte ")[1].split(" and")[0].replace(",", ""))
        assert start <= place < start + CHUNK + 16
    else:
        assert "first line" in str(found.value)
        assert place < 200


def test_a_file_that_was_cut_off_is_found(whole: bytes) -> None:
    for end in (len(whole) - 1, len(whole) - 21, whole.index(b"\n") + 1 + 2 * (CHUNK + 16), whole.index(b"\n") + 1):
        with pytest.raises(TrueupError, match="damaged"):
            opened(whole[:end])


def test_chunks_that_changed_places_are_found(whole: bytes) -> None:
    start = whole.index(b"\n") + 1
    size = CHUNK + 16
    swapped = whole[:start] + whole[start + size : start + 2 * size] + whole[start : start + size]
    with pytest.raises(TrueupError, match="damaged"):
        opened(swapped + whole[start + 2 * size :])


def test_something_appended_is_found(whole: bytes) -> None:
    with pytest.raises(TrueupError, match="damaged"):
        opened(whole + b"\x00")


def test_a_sealed_file_is_known_by_its_beginning(whole: bytes) -> None:
    source = io.BytesIO(whole)
    assert is_sealed(source)
    assert source.tell() == 0
    assert not is_sealed(io.BytesIO(b"manifest.json"))
