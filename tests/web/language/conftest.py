"""The example on a server, assessed; and the example with a plan in trouble, on which everybody has reported."""

from tests.web.delivery.conftest import in_trouble, known, people, today
from tests.web.example import acting, on_server
from tests.web.seated import judged, sign_in

__all__ = ["acting", "in_trouble", "judged", "known", "on_server", "people", "sign_in", "today"]
