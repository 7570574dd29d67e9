"""The example on a server, assessed where a test asks for it."""

from tests.web.example import acting, on_server
from tests.web.seated import judged

__all__ = ["acting", "judged", "on_server"]
