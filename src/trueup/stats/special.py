"""The functions of scipy.special that the statistics rest on, loaded without the rest of that package.

`import scipy.special` takes as long as loading a database engine: it wraps every function for other array libraries,
makes families of polynomials, and imports numpy's Fortran tools and test tools on the way. The functions themselves are
one compiled module of it, which loads in a tenth of the time. They are the same objects: where scipy.special is
imported as well, before or after, `ndtr` there is `ndtr` here.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scipy.special import bdtr, betaincinv, betaln, gammaincinv, gammaln, ndtr, ndtri, stdtr, stdtrit  # noqa: TC004

__all__ = ["bdtr", "betaincinv", "betaln", "gammaincinv", "gammaln", "ndtr", "ndtri", "stdtr", "stdtrit"]

PACKAGE, COMPILED = "scipy.special", "scipy.special._ufuncs"


class _OnlyCompiled:
    """Finds the package for this thread, and loads of it the compiled module only."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """The package's own spec, with this as its loader."""
        if name != PACKAGE or threading.get_ident() != self._thread:
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None:
            spec.loader = self  # type: ignore[assignment]  # a loader by its methods
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """An ordinary module."""

    def exec_module(self, module: Any) -> None:
        """Load the compiled module. Always raises ImportError, by which Python forgets the half-made package.

        It keeps what was loaded within it, and holds the lock of the package until then: no other thread meets it, and
        whoever imports scipy.special later gets all of it.
        """
        import_module(COMPILED)
        raise ImportError("enough is loaded", name=PACKAGE)


def _load_compiled() -> None:
    finder = _OnlyCompiled()
    # Lists of their own: another thread may be going through the one that was there.
    sys.meta_path = [finder, *sys.meta_path]
    try:
        with suppress(ImportError):
            import_module(PACKAGE)
    finally:
        sys.meta_path = [each for each in sys.meta_path if each is not finder]


def _functions() -> Any:
    """The compiled module, or all of scipy.special where a version of SciPy has them elsewhere."""
    if PACKAGE not in sys.modules:
        _load_compiled()
    compiled = sys.modules.get(COMPILED)
    return compiled if all(hasattr(compiled, name) for name in __all__) else import_module(PACKAGE)


if not TYPE_CHECKING:
    globals().update({name: getattr(_functions(), name) for name in __all__})
