"""docs/reference/performance.md: one section a benchmark, each replaced when its benchmark has run."""

from __future__ import annotations

import re

from bench.machine import ROOT, machine

PAGE = ROOT / "docs" / "reference" / "performance.md"
HEAD = """\
# Performance

Measured side by side, in turns, on one machine and the same data: against a *limit*, the least the machine could do
for this question, and against *peers*, what one would use instead. Ratios carry over to other machines better than
seconds do. Medians after a warm-up; whole processes from start to exit, as a person at the shell feels them; memory is
the peak of the process. `make bench` measures the small sizes in a few minutes, `make bench-full` also the large ones
and writes this page. The peers need `make bench-peers`.
"""


def write(sections: dict[str, str]) -> None:
    """Replace or add the sections, by heading; the others stay."""
    before = _sections(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    text = "\n".join(f"## {heading}\n\n{body.strip()}\n" for heading, body in (before | sections).items())
    PAGE.write_text(f"{HEAD}\n{text}", encoding="utf-8")


def with_machine(body: str) -> str:
    """Each section says where it was measured: they may be measured apart."""
    return f"{body.strip()}\n\nMeasured on {machine()}"


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))
