"""The example on a server, with everybody in their seats."""

from tests.web.conftest import member
from tests.web.example import acting, on_server

__all__ = ["acting", "member", "on_server"]
