"""The number that says what this server's API can do."""

from __future__ import annotations

LEVEL = 6
"""Counts up with every change that a program can notice; docs/reference/api.md says what each level brought."""
