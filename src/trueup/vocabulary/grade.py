"""Evidence grades: who stands behind a number."""

from __future__ import annotations

from enum import IntEnum


class Grade(IntEnum):
    """reported < verified < attested. A derived number has the least grade of its inputs.

    `disputed` stands apart: it is a mark beside a grade, not a rung of the ladder.
    """

    reported = 1
    verified = 2
    attested = 3

    def __str__(self) -> str:
        return self._name_  # once for every actual that is shown: the property takes three times as long

    @classmethod
    def parse(cls, text: str) -> Grade:
        """Read a grade by name; ValueError lists the three that exist."""
        try:
            return cls[text.strip().lower()]
        except KeyError:
            names = ", ".join(grade.name for grade in cls)
            raise ValueError(f"unknown evidence grade {text!r}: one of {names}") from None
