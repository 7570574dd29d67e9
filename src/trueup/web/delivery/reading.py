"""Reading a file of a plan in a process of its own: bounded in time, and its memory is given back.

python -m trueup.web.delivery.reading FILE OPTIONS.json RESULT.json
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trueup.vocabulary import SourceError

SECONDS = 180


def read_apart(name: str, content: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """The plan, its progress and the report of a file, as plain data. Raises SourceError with what is wrong with it."""
    with tempfile.TemporaryDirectory(prefix="trueup-plan-") as place:
        folder = Path(place)
        file = folder / (Path(name).name or "plan")
        file.write_bytes(content)
        (folder / "options.json").write_text(json.dumps(dict(options)), encoding="utf-8")
        result = folder / "result.json"
        command = [
            sys.executable,
            "-m",
            "trueup.web.delivery.reading",
            str(file),
            str(folder / "options.json"),
            str(result),
        ]
        try:
            subprocess.run(command, check=False, timeout=SECONDS, capture_output=True)
        except subprocess.TimeoutExpired:
            raise SourceError(f"it could not be read in {SECONDS} seconds", where=file.name) from None
        if not result.exists():
            raise SourceError("it could not be read", where=file.name, do="save it again in the tool it comes from")
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    if "problem" in found:
        raise SourceError(found["problem"])
    return found


def main(file: str, options: str, result: str) -> None:
    """Read the file and write what it says, or what is wrong with it."""
    from trueup.book.write import plain
    from trueup.sources.plans import read_plan
    from trueup.vocabulary import TrueupError

    try:
        read = read_plan(Path(file), **json.loads(Path(options).read_text(encoding="utf-8")))
        said: dict[str, Any] = {
            "plan": plain(read.plan),
            "progress": [{name: _text(value) for name, value in row.items()} for row in read.progress],
            "report": read.report.model_dump(mode="json"),
        }
    except TrueupError as wrong:
        said = {"problem": str(wrong)}
    Path(result).write_text(json.dumps(said, default=str), encoding="utf-8")


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else str(value)


if __name__ == "__main__":
    main(*sys.argv[1:4])
