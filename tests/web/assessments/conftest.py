"""The example on a server."""

from tests.web.example import acting, on_server

__all__ = ["acting", "on_server"]
