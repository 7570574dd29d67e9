import pytest

from trueup.stats.segments.libraries import one_thread


@pytest.fixture(autouse=True)
def _one_thread():
    """Small products of matrices are slower on many threads."""
    with one_thread():
        yield
