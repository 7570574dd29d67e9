"""Every change to wins, and every look at one. Each is one transaction with an entry in the ledger."""

from trueup.web.wins.actions.bringing import bring
from trueup.web.wins.actions.keys import change_key, destroy_key
from trueup.web.wins.actions.looks import read, take
from trueup.web.wins.actions.readers import end_reader, name_member, name_observer
from trueup.web.wins.actions.texts import change, erase, write

__all__ = [
    "bring",
    "change",
    "change_key",
    "destroy_key",
    "end_reader",
    "erase",
    "name_member",
    "name_observer",
    "read",
    "take",
    "write",
]
