"""Tables as files to download (what is in them: tests/report/test_tables.py)."""

from __future__ import annotations

import pytest

from trueup.vocabulary import TrueupError
from trueup.web.site.export import Table, download


def test_a_file_has_a_safe_name_and_a_known_format() -> None:
    answer = download('a"b/../c\r\nX: y', Table(("a",), []), "csv")
    assert answer["Content-Disposition"] == 'attachment; filename="a-b-..-c-X-y.csv"'
    with pytest.raises(TrueupError, match="no format 'xls'"):
        download("a", Table(("a",), []), "xls")
