"""Proof of a key: of texts made for it alone."""

from __future__ import annotations

import pytest

from trueup.ledger import possession
from trueup.ledger.keys import COSIGNATURE, SigningKey
from trueup.vocabulary import LedgerError

KEY = SigningKey.from_seed("northwind/ana", b"a" * 32)
TEXT = "trueup: I hold this key. abc:1x:DEF-g_h"


def test_the_holder_proves_it():
    proof = possession.prove(TEXT, KEY)
    possession.verify(TEXT, KEY.verifier, proof)
    for text, key in ((TEXT + "x", KEY), (TEXT, SigningKey.from_seed("northwind/ana", b"b" * 32))):
        with pytest.raises(LedgerError, match="does not fit"):
            possession.verify(text, key.verifier, proof)


@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"type":"trueup-signature-1"}',
        "trueup: I hold this key.",
        "trueup: I hold this key. ",
        " " + TEXT,
        TEXT + "\n",
        TEXT + "\n12\nAAAA\n",
        TEXT + " and more",
        TEXT + "é",
        TEXT.upper(),
        TEXT + "x" * 1000,
    ],
)
def test_nothing_else_is_signed(text: str):
    with pytest.raises(LedgerError, match="no text by which a server asks"):
        possession.prove(text, KEY)


def test_a_witness_proves_nothing_so():
    witness = SigningKey.generate("w", COSIGNATURE)
    with pytest.raises(LedgerError, match="witness"):
        possession.prove(TEXT, witness)
    with pytest.raises(LedgerError, match="witness"):
        possession.verify(TEXT, witness.verifier, possession.prove(TEXT, KEY))
