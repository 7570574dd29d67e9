"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def keep_whole(file: Path, data: bytes) -> None:
    """Put a file there in one step: on a full disk the one that was there stays. Raises OSError that names the file.

    What is no plain file (a pipe, /dev/stdout) is written to and never replaced.
    """
    if file.exists() and not file.is_file():
        file.write_bytes(data)
        return
    place = file.resolve()
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(place)
    except OSError as error:
        error.filename = os.fspath(file)
        raise
    finally:
        draft.unlink(missing_ok=True)
