"""What stories need of a server."""

from __future__ import annotations

from tests.web.conftest import member
from tests.web.documents.conftest import home

__all__ = ["home", "member"]
