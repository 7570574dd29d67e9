"""No log shows the link of a respondent: whoever has the link answers."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"(/a/)[^/\s\"'?]{8,}")


class WithoutTokens(logging.Filter):
    """Puts stars in place of the token in whatever is about to be written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record is written, changed where it names such an address."""
        text = record.getMessage()
        if "/a/" in text:
            record.msg, record.args = _LINK.sub(r"\1***", text), ()
        return True
