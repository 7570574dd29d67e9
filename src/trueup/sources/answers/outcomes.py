"""Which outcome a file means: by its id, by the code that the mapping gives, or by the words of its statement."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trueup.jobs.job_map import Outcome
from trueup.sources.answers.ratings import fold
from trueup.vocabulary import did_you_mean


class Named:
    """The outcomes that a survey asks about, by everything that a file may call them."""

    def __init__(self, outcomes: Iterable[Outcome], codes: dict[str, str]) -> None:
        """`codes` are what the mapping says the file calls them: code -> id."""
        known = list(outcomes)
        self.ids = tuple(outcome.id for outcome in known)
        self._codes = {fold(code): outcome for code, outcome in codes.items()}
        self._ids = {fold(outcome.id): outcome.id for outcome in known}
        self._words = {
            fold(words): outcome.id
            for outcome in known
            for words in (outcome.statement, *outcome.translations.values())
        }

    def resolve(self, code: str, text: str = "") -> str | None:
        """The outcome that `code` means, or None; `text` is what else the file says of it.

        A code that the mapping gives goes first. Then the words: tools number the rows of a question from 1, and a
        number may by chance be the id of another outcome.
        """
        folded = fold(code)
        return self._codes.get(folded) or self._worded(text) or self._worded(code) or self._ids.get(folded)

    def _worded(self, text: str) -> str | None:
        """The outcome whose statement stands in a text; of several the one with the longest."""
        folded = fold(text)
        inside = [words for words in self._words if words in folded and _stands(words, folded)]
        return self._words[max(inside, key=len)] if inside else None

    def near(self, code: str) -> str:
        """What may have been meant instead of a code that is none."""
        some = ", ".join(self.ids[:8]) + (", ..." if len(self.ids) > 8 else "")
        return did_you_mean(code, self.ids) or f"outcomes: {some or 'none'}"


def _stands(words: str, text: str) -> bool:
    """Whether whole words of a text are these: "thing 1" does not stand in "thing 12"."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
