"""Code blocks of a page, run as a reader would: in order, in one folder, beside a copy of the examples."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from trueup.cli import run

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the line of the page on which its text begins."""

    language: str
    text: str
    line: int


@dataclass(frozen=True)
class Step:
    """Something a reader does, and the output that the page shows for it: None where it shows none."""

    do: str
    shown: str | None
    line: int
    is_python: bool


def blocks(page: str) -> list[Block]:
    """Every fenced block of a page."""
    return [Block(found[1], found[2], page.count("\n", 0, found.start(2)) + 1) for found in _FENCE.finditer(page)]


def steps(page: str) -> list[Step]:
    """What a reader does: each `$ ` line of a `console` block, each `python` block (its output in a `text` block)."""
    found: list[Step] = []
    every = blocks(page)
    for block, after in zip(every, [*every, Block("", "", 0)][1:], strict=True):
        if block.language == "console":
            found += _commands(block)
        elif block.language == "python":
            follows = after.language == "text" and _ends(block) + 2 == after.line - 1
            found.append(Step(block.text, after.text if follows else None, block.line, is_python=True))
    return found


def _ends(block: Block) -> int:
    return block.line + block.text.count("\n")


def _commands(block: Block) -> Iterator[Step]:
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        line = block.line + block.text[: block.text.index(part)].count("\n")
        yield Step(command, shown if shown.strip() else None, line, is_python=False)


def do(step: Step) -> tuple[int, str]:
    """Do it; the exit status and everything that was printed."""
    with contextlib.redirect_stdout(io.StringIO()) as output, contextlib.redirect_stderr(output):
        if step.is_python:
            exec(compile(step.do, f"line {step.line}", "exec"), {"__name__": "__main__"})
            return 0, output.getvalue()
        program, *arguments = shlex.split(step.do, comments=True)
        assert program == "trueup", f"{program} is not tried: show it in a block that is not `console`"
        return run(arguments), output.getvalue()


def same(shown: str, printed: str) -> bool:
    """Whether the output is what the page shows; a line `...` stands for any lines, and ends of lines do not count."""
    pattern = "".join(
        r"(.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + r"\n"
        for line in shown.strip("\n").splitlines()
    )
    text = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
    return re.fullmatch(pattern, text) is not None
