"""The example on a server, with somebody of every party."""

from tests.web.example import acting, on_server
from tests.web.seated import judged, sign_in

__all__ = ["acting", "judged", "on_server", "sign_in"]
