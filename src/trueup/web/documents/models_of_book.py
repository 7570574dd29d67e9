"""Operating models: the customer's own documents, shown to observers of the book and to nobody else."""

from __future__ import annotations

KIND = "operating_model"
SEES = frozenset({"customer", "observer"})


def seats(roles: dict[str, str]) -> dict[str, str]:
    """Those of an actor's seats (local id -> role) by which it sees the operating models of a book."""
    return {local: role for local, role in roles.items() if role in SEES}
