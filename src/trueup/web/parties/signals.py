"""Seats of books are given through these: books live above parties, so they listen rather than being asked.

Receivers raise `NotFound` or `Refused` to stop it; what they do is part of the same transaction. Where nobody
listens, no seat can be offered or taken.
"""

from __future__ import annotations

from django.dispatch import Signal

seat_offered = Signal()
"""Before an invitation to a seat is made. Keywords `actor`, `book` (slug) and `seat` (the party's id in that book).

A receiver checks that the actor may give this seat away and that nobody sits there, and returns the seat's name."""

invitation_accepted = Signal()
"""When somebody takes a seat. Keywords `actor` (the new holder), `book`, `seat` and `party` (its number here).

A receiver binds the seat to the party, or raises Refused when somebody else sits there by now."""
