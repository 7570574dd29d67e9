"""All 15 published optima of PSPLIB, found and proved, with the time each took.

python -m tests.real.psplib
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.conftest import ROOT
from tests.delivery.containment.test_psplib import LONG, PROVED, SCARCE, proved


def main() -> None:
    """Prove each, and say how long it took."""
    folder = Path(os.environ.get("TRUEUP_REFERENCE", ROOT.parent / "shared/reference"))
    scarce = {**dict.fromkeys(PROVED, False), **dict.fromkeys(SCARCE, True), **LONG}
    for name in sorted(scarce):
        begun, used = time.perf_counter(), time.process_time()
        proved(folder, name, scarce=scarce[name])
        took = f"{time.perf_counter() - begun:.0f} s, {time.process_time() - used:.0f} s of processor"
        print(f"{name}: found and proved in {took}", flush=True)


if __name__ == "__main__":
    main()
