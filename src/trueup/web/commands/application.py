"""What the web process runs: the application, with a process set up for long-lived results."""

from __future__ import annotations

import gc
import os
import sys

if not os.environ.get("TRUEUP_ENGINE", "").startswith("sc://"):
    # PyArrow imports pandas, where it is installed, at its first conversion; only Spark Connect needs it.
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]

from trueup.web.wsgi import application

__all__ = ["application"]

gc.freeze()
gc.set_threshold(100_000)  # an assessment makes millions of results that live to its end: see trueup.cli
