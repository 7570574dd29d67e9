"""Every text for people: found in code and templates, held against the German catalogue.

python -m tests.web.messages          adds what is new to the catalogue (untranslated) and compiles it
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

import trueup
from trueup.report.words import WORDED

SOURCE = Path(trueup.__file__).parent
FOLDER = SOURCE / "web" / "locale" / "de" / "LC_MESSAGES"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "say": None,
}  # fmt: skip
IN_REPORTS = KEYWORDS | {"noted": None}
"""On the server, `noted` is what an entry of the ledger is."""
_TEXT = r"""u(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\bn?p?gettext\({_TEXT}(?:, ?{_TEXT})*(?:, ?count)?\)")
"""What Django makes of the tags of a template, for those who collect texts."""
SPOKEN = (
    "report/html", "report/charts.py", "report/words.py", "report/summary.py", "report/pace.py", "delivery/charts",
    "jobs/charts.py", "jobs/shift_charts.py", "jobs/segments/charts.py", "report/statement", "value",
    "horizons/charts.py",
)  # fmt: skip
"""Where `say` turns texts of the offline report into the reader's language."""
SENTENCES = (
    "vocabulary", "stats", "kpis", "agreements", "delivery", "jobs", "value", "horizons", "operating_model",
    "book/attribution_changes.py", "book/case_changes.py", "book/diff.py", "book/improvement_changes.py",
    "book/job_changes.py", "book/key_words.py", "book/operating_model_changes.py", "book/phrases.py",
    "book/plan_changes.py", "book/pricing_changes.py", "book/rules/improvements.py", "book/rules/jobs.py",
    "book/rules/operating_models.py", "book/rules/stakeholders.py", "book/stakeholder_changes.py", "scorecard", "web",
)  # fmt: skip
"""Where sentences that carry their parts are made with `said`."""
HEAD = """\
# German texts of Trueup. tests/web/messages.py adds what is new and compiles it.
msgid ""
msgstr ""
"Language: de\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
Message = tuple[str, str | None, str | None]
"""Text, its plural, its context."""


def messages() -> set[Message]:
    """All of them."""
    found: set[Message] = set()
    for file in sorted(SOURCE.rglob("*.html")):
        calls = CALL.finditer(templatize(file.read_text(encoding="utf-8"), origin=str(file)))
        found |= set(_extracted("\n".join(call.group() for call in calls).encode()))
    for file in sorted((SOURCE / "web").rglob("*.py")):
        if "migrations" not in file.parts:
            found |= set(_extracted(file.read_bytes())) | set(_inside(ast.parse(file.read_bytes())))
    for place in SPOKEN:
        path = SOURCE / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            found |= set(_extracted(file.read_bytes(), IN_REPORTS))
    return found | templates() | {(word, None, None) for word in words()}


def _inside(code: ast.AST) -> Iterator[Message]:
    """The texts of calls within f-strings, which Babel overlooks."""
    for string in (each for each in ast.walk(code) if isinstance(each, ast.JoinedStr)):
        for call in ast.walk(string):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                yield from _extracted(ast.unparse(call).encode())


def templates() -> set[Message]:
    """What the engine says; a template without a letter of its own needs no translation."""
    paths = (SOURCE / place for place in SENTENCES)
    files = (file for path in paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path]))
    found = (text for file in files for text in _said(ast.parse(file.read_bytes())))
    return {(text, None, None) for text in found if WORDED.search(text)}


def _said(code: ast.AST) -> Iterator[str]:
    """The templates of `said("...")`, one within another too, which Babel would overlook."""
    for call in ast.walk(code):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "said":
            text = call.args[0]
            if isinstance(text, ast.Constant):
                yield str(text.value)
            elif isinstance(text, ast.JoinedStr | ast.IfExp | ast.BinOp):
                raise ValueError(f"a template is written as a literal, not put together: {ast.unparse(call)}")


def _extracted(code: bytes, keywords: Mapping[str, Any] = KEYWORDS) -> Iterator[Message]:
    for _line, message, _comments, context in extract("python", io.BytesIO(code), keywords=keywords):
        text, plural = message[:2] if isinstance(message, tuple) else (message, None)
        if text:
            yield text, plural or None, context


def words() -> set[str]:
    """What is said of values that are no literal where they are said: signs, grades, stages, phases, units."""
    from trueup.delivery.documents import ConstraintKind, ContainmentState, MoveKind
    from trueup.delivery.quality import RULES, of_one, one_of
    from trueup.jobs.job_map import ConsumptionStage
    from trueup.jobs.results import SegmentsTried
    from trueup.jobs.strategy import ORDER
    from trueup.report import charts
    from trueup.report.signs import STATUSES, VERDICTS
    from trueup.stats.forecast.dynamics import LADDER, SEASONAL
    from trueup.stats.runs import SHAPES
    from trueup.value import case_charts
    from trueup.vocabulary.slice import DIMENSIONS, PHASES, STAGES

    signs = {sign.word for sign in (*VERDICTS.values(), *STATUSES.values())}
    bands = {word for _, word in charts.BANDS} | {charts.REACHED} | {label for _, _, label in charts._CORNERS}
    plain = {name.replace("_", " ") for name in (*STAGES, *PHASES)}
    rules = {
        word for rule in RULES for word in (rule.noun, one_of(rule.noun), rule.defect, of_one(rule.defect), rule.do)
    }
    named = (ConstraintKind, ContainmentState, MoveKind)
    kinds = {kind.replace("_", " ") for each in named for kind in get_args(each)}
    jobs = {*ORDER, *get_args(ConsumptionStage), *get_args(SegmentsTried.model_fields["method"].annotation)}
    cases = {*case_charts.NAMES.values(), "multiple", "none", "never"}
    return (
        signs
        | rules
        | kinds
        | jobs
        | cases
        | bands
        | plain
        | set(DIMENSIONS)
        | set(SHAPES)
        | {model.name for model in LADDER}
        | {SEASONAL}
        | STEPS
        | OTHERS
    )


STEPS = {
    "Promised in all", "not due yet", "Promised to date", "missed", "exceeded", "Realised", "not caused by it",
    "Attributed", "not yet at the agreed grade", "Proved", "cost to date", "Net, as proved",
}  # fmt: skip


OTHERS = {
    "reported", "verified", "attested", "disputed", "increase", "decrease", "maintain", "better", "worse", "above",
    "below", "lower", "centre", "upper", "goal", "goals", "actual", "actuals", "KPI", "KPIs", "agreement",
    "agreements", "count", "ratio", "quarter", "quarters", "period", "periods", "more period", "more periods",
    "must-have", "must-haves",
    "working day", "working days", "working hour", "working hours", "working week", "working weeks",
    "created", "not created", "undetermined", "day", "days", "hour", "hours", "minute",
    "minutes", "second", "seconds", "week", "weeks", "month", "months", "year", "years", "no", "one", "two", "three",
    "four", "five", "six", "seven", "eight", "nine",
}  # fmt: skip


def catalogue() -> Catalog:
    """The German catalogue as written."""
    with (FOLDER / "django.po").open("rb") as file:
        found = read_po(file, locale="de")
    found.creation_date = found.revision_date = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # so that it compiles the same
    return found


def compiled() -> bytes:
    """What the catalogue compiles to."""
    out = io.BytesIO()
    write_mo(out, catalogue())
    return out.getvalue()


def update() -> int:
    """Add what is new, take away what nobody says any more, compile; return how many wait for a translation."""
    file = FOLDER / "django.po"
    every = sorted(messages(), key=str)
    old = catalogue() if file.exists() else Catalog(locale="de")  # read late: others write translations meanwhile
    new = Catalog(locale="de", project="Trueup", version=trueup.__version__, charset="utf-8")
    for text, plural, context in every:
        known = old.get(text, context=context)
        string = known.string if known is not None and bool(known.pluralizable) == (plural is not None) else ""
        flags = {"python-format"} if re.search(r"%\(\w+\)[ds]", text) else set()
        new.add((text, plural) if plural else text, string or ("" if not plural else ("", "")), context=context,
                flags=flags)  # fmt: skip
    out = io.BytesIO()
    write_po(out, new, width=110, omit_header=False, sort_output=True)
    _replaced(file, re.sub(rb'"(POT-Creation|PO-Revision)-Date: [^"]*"\n', b"", out.getvalue()))
    _replaced(FOLDER / "django.mo", compiled())
    return sum(not _translated(message.string) for message in catalogue() if message.id)


def _replaced(file: Path, content: bytes) -> None:
    """Written at once: who read a file half written would take what is missing for untranslated."""
    new = file.with_name(f"{file.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(file)


def _translated(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    print(f"{update()} texts wait for a translation")
