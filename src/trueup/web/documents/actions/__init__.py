"""Every change to books and documents. Each but a draft is one transaction with a leaf in the ledger."""

from __future__ import annotations

from trueup.web.documents.actions.beginning import begin_book
from trueup.web.documents.actions.books import SERVER, import_book, name_in
from trueup.web.documents.actions.drafts import discard_draft, save_draft
from trueup.web.documents.actions.proposals import propose, reject, withdraw
from trueup.web.documents.actions.seats import take_seat
from trueup.web.documents.actions.signatures import sign
from trueup.web.documents.actions.stating import state

__all__ = [
    "SERVER",
    "begin_book",
    "discard_draft",
    "import_book",
    "name_in",
    "propose",
    "reject",
    "save_draft",
    "sign",
    "state",
    "take_seat",
    "withdraw",
]
