"""What stops a document on its way into force."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.vocabulary import DocumentError, Issue, TrueupError
from trueup.web.parties.access import Refused


class Unready(DocumentError):
    """A version that cannot be proposed or signed yet: `issues` say why, each at its field."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        lines = "\n".join(str(issue) for issue in self.issues)
        TrueupError.__init__(self, f"this version cannot be signed yet:\n{lines}", do="mend it and propose it again")
        self.what = "this version cannot be signed yet"


class Conflict(Refused):
    """Somebody else was faster: what the actor saw is no longer what is there."""
