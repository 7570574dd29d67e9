"""What the web process runs: the application, with a process set up for long-lived results."""

from __future__ import annotations

import gc
import os
import sys
from importlib.abc import MetaPathFinder
from typing import Any


class _WithoutPandas(MetaPathFinder):
    """Makes `import pandas` say that there is none. (None in sys.modules would be taken for pandas by PyArrow.)"""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("trueup's server does without pandas", name=fullname)


if not os.environ.get("TRUEUP_ENGINE", "").startswith("sc://"):
    # PyArrow imports pandas, where it is installed, at its first conversion; only Spark Connect needs it.
    sys.meta_path.insert(0, _WithoutPandas())

from trueup.web.wsgi import application  # noqa: E402 - without pandas

__all__ = ["application"]

gc.freeze()
gc.set_threshold(100_000)  # an assessment makes millions of results that live to its end: see trueup.cli
