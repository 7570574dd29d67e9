"""Facts say what happened: append-only tables that nobody can rewrite, read as known at any moment."""

from trueup.facts.snapshot import Snapshot
from trueup.facts.store import FactStore, Receipt
from trueup.facts.tables import TABLES, FactTable

__all__ = ["TABLES", "FactStore", "FactTable", "Receipt", "Snapshot"]
