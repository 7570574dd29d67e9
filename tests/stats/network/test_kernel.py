import numba
import pytest

from trueup.stats.network import kernel


def test_without_a_folder_for_the_cache_the_code_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def njit(**options):
        tried.append(options.get("cache", False))
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(numba, "njit", njit)
    assert kernel.compiled(abs)(-3) == 3
    assert tried == [True, False]
