"""What the server keeps to itself."""

from __future__ import annotations

import stat
from pathlib import Path

from trueup.web.site.secrets import secret_in


def test_nobody_else_reads_the_servers_folder(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    assert secret_in(home) == secret_in(home)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600


def test_a_folder_that_is_there_stays_as_it_was_given(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    secret_in(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750
