"""Handouts as text to send by mail, and as pages to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from trueup.jobs.handout import Handout, Item, Sheet

WIDE = 72
_STYLE = """
@page { margin: 15mm }
body { font: 11pt/1.35 system-ui, sans-serif; color: #111; margin: 0 auto; max-width: 180mm }
section { break-after: page; padding-top: 4mm }
section:last-child { break-after: auto }
h1 { font-size: 15pt; margin: 0 0 2mm }
.number { float: right; font-variant-numeric: tabular-nums }
table { border-collapse: collapse; width: 100%; margin-top: 4mm }
th, td { border-bottom: .3pt solid #777; padding: 1.6mm 1mm; text-align: left; vertical-align: top }
tr { break-inside: avoid }
th[scope=row] { font-weight: 400; width: 56% }
td.points { white-space: nowrap; word-spacing: .45em }
ol { columns: 2; margin: 1mm 0 0; padding-left: 5mm }
"""


def as_text(sheet: Sheet, handouts: Iterable[Handout]) -> str:
    """Handouts one under the other, each to be sent to one person."""
    return f"\n{'=' * WIDE}\n\n".join("\n".join(_text(sheet, each)) + "\n" for each in handouts)


def _text(sheet: Sheet, handout: Handout) -> Iterator[str]:
    yield f"{sheet.title}  [{handout.respondent}, {handout.form}]"
    yield ""
    yield from sheet.opening
    for question, words in zip((sheet.importance, sheet.satisfaction), zip(*sheet.points, strict=True), strict=True):
        yield f"\n{question}"
        yield from (f"  {point} = {word}" for point, word in enumerate(words, sheet.low))
    yield f"  - = {sheet.not_known}"
    for number, item in enumerate(handout.items, 1):
        yield f"\n{number}. {item.statement}"
        yield "   [  ] [  ]"


def as_pages(sheet: Sheet, handouts: Iterable[Handout]) -> str:
    """A page a person, to print; it stands alone, without anything from elsewhere."""
    pages = "".join("".join(_page(sheet, each)) for each in handouts)
    title = escape(sheet.title)
    return (
        f'<!doctype html>\n<html lang="{escape(sheet.language)}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body>{pages}</body></html>\n"
    )


def _page(sheet: Sheet, handout: Handout) -> Iterator[str]:
    yield f'<section><p class="number">{handout.respondent} · {handout.form}</p><h1>{escape(sheet.title)}</h1>'
    yield "".join(f"<p>{escape(line)}</p>" for line in sheet.opening)
    for question, words in zip((sheet.importance, sheet.satisfaction), zip(*sheet.points, strict=True), strict=True):
        points = "".join(f"<li>{escape(word)}</li>" for word in words)
        yield f'<p><b>{escape(question)}</b></p><ol start="{sheet.low}">{points}</ol>'
    yield f"<p>– = {escape(sheet.not_known)}</p>"
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in (sheet.importance, sheet.satisfaction))
    yield f'<table><thead><tr><th scope="col">#</th><td></td>{heads}</tr></thead><tbody>'
    circles = " ".join(["–", *(str(sheet.low + place) for place in range(len(sheet.points)))])
    yield "".join(_row(number, item, circles) for number, item in enumerate(handout.items, 1))
    yield "</tbody></table></section>"


def _row(number: int, item: Item, circles: str) -> str:
    points = f'<td class="points">{circles}</td>'
    return f'<tr><td>{number}</td><th scope="row">{escape(item.statement)}</th>{points}{points}</tr>'
