"""What the command line leaves out, so that it starts quickly."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CODE = """
import os, sys
sys.argv = ["trueup", "--version"]
from trueup.cli import main
try:
    main()
except SystemExit:
    import importlib.metadata
    looked = []
    importlib.metadata.entry_points = lambda **given: looked.append(given) or ()
    from pydantic import BaseModel
    class Small(BaseModel):
        number: int
    Small(number=1)
    print(os.environ["PYDANTIC_DISABLE_PLUGINS"], len(looked))
"""


def _printed(**more: str) -> str:
    env = {name: value for name, value in os.environ.items() if name != "PYDANTIC_DISABLE_PLUGINS"} | more
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=env, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.splitlines()[-1]


def test_no_plugin_of_pydantic_is_looked_for() -> None:
    assert _printed() == "__all__ 0"


@pytest.mark.parametrize("given", ["", "other"])
def test_a_person_may_have_them(given: str) -> None:
    assert _printed(PYDANTIC_DISABLE_PLUGINS=given) == f"{given} 1"
