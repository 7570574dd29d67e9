"""The functions of scipy.special, loaded alone."""

from __future__ import annotations

import subprocess
import sys

import pytest
import scipy.special

from trueup.stats import special

SAME = f"all(getattr(special, name) is getattr(scipy.special, name) for name in {special.__all__})"


@pytest.mark.parametrize("name", special.__all__)
def test_each_is_the_function_of_scipy(name: str) -> None:
    assert getattr(special, name) is getattr(scipy.special, name)


def _printed(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_rest_of_the_package_stays_unloaded() -> None:
    code = "from trueup.stats import special; import sys; print(special.ndtr(0.0), 'scipy.special' in sys.modules)"
    assert _printed(code) == "0.5 False"
    assert _printed("import trueup.stats.special, sys; print('numpy.f2py' in sys.modules)") == "False"


def test_the_whole_package_can_be_imported_afterwards() -> None:
    code = f"from trueup.stats import special; import scipy.stats; print({SAME}, scipy.special.comb(5, 2))"
    assert _printed(code) == "True 10.0"


def test_a_package_that_is_there_already_is_used() -> None:
    assert _printed(f"import scipy.special; from trueup.stats import special; print({SAME})") == "True"


def test_threads_that_import_the_package_meanwhile_get_all_of_it() -> None:
    code = f"""
import sys, threading
sys.setswitchinterval(1e-6)
found = []
def whole():
    import scipy.special
    found.append(scipy.special.comb(5, 2))
def alone():
    from trueup.stats import special
    found.append(special.ndtr(0.0))
threads = [threading.Thread(target=(whole, alone)[number % 2]) for number in range(8)]
for each in threads: each.start()
for each in threads: each.join()
import scipy.special
from trueup.stats import special
print(sorted(found) == [0.5] * 4 + [10.0] * 4, {SAME}, len([1 for each in sys.meta_path if "Compiled" in repr(each)]))
"""
    assert _printed(code) == "True True 0"


def test_functions_that_moved_are_taken_from_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, special.COMPILED)
    assert special._functions() is scipy.special
