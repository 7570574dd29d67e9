"""Wins: what a key individual personally wants, sealed to the party that wrote it.

A win is neither a document nor a fact (docs/decisions/0033-wins-are-sealed.md): nothing that loads, exports, bundles or
searches a book comes past one. Everything here is bytes in, bytes out; who may open what is said by those who call.
"""

from trueup.horizons.wins.compliance import RULES, Answers, Stop, stop
from trueup.horizons.wins.keys import PrivateKey, PublicKey
from trueup.horizons.wins.sealed import FOLDER, Opened, Place, Sealed, new_id, open_sealed, seal
from trueup.horizons.wins.win import Win

__all__ = [
    "FOLDER",
    "RULES",
    "Answers",
    "Opened",
    "Place",
    "PrivateKey",
    "PublicKey",
    "Sealed",
    "Stop",
    "Win",
    "new_id",
    "open_sealed",
    "seal",
    "stop",
]
