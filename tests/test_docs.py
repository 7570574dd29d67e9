"""What is not documented, or not as documented, fails here."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

import trueup
from tests.blocks import do, same, steps
from tests.conftest import ROOT
from tests.pages import PAGES, REFERENCE, every_error, rewritten, verbs
from trueup.book.documents import BookDefinition, Thresholds
from trueup.book.explain import fields_of
from trueup.book.kinds import kinds
from trueup.book.schema import parts_of
from trueup.cli.table import TABLE

DOCS = ROOT / "docs"
SECTIONS = ("tutorials", "how-to", "reference", "explanation", "decisions")
EVERY_PAGE = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("examples/**/*.md")])
TRIED = [page for page in EVERY_PAGE if steps(page.read_text(encoding="utf-8"))]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def headings(page: Path) -> list[str]:
    outside_of_code = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ (.+)$", outside_of_code, re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_code_says(name: str):
    """Run: python -m tests.pages."""
    page = (REFERENCE / name).read_text(encoding="utf-8")
    assert rewritten(page, PAGES[name]()) == page


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.name)
def test_every_command_has_a_heading(entry):
    shown = headings(REFERENCE / "commands.md")
    for command in (entry.name, *(f"{entry.name} {verb}" for verb in verbs(entry))):
        assert f"`trueup {command}`" in shown


@pytest.mark.parametrize("kind", kinds())
def test_every_key_of_every_document_has_a_row(kind: str):
    page = text_of("reference/documents.md")
    assert f"`{kind}`" in headings(REFERENCE / "documents.md")
    for part in parts_of(kinds()[kind]):
        for key in fields_of(part):
            assert f"\n| `{key}` |" in page, f"{part.__name__}.{key}"


@pytest.mark.parametrize("error", list(every_error()), ids=lambda error: error.__name__)
def test_every_error_has_a_heading_and_a_place_in_the_tree(error: type):
    assert error.__name__ in headings(REFERENCE / "errors.md")
    assert re.search(rf"^[│├└─ ]*{error.__name__}\b", text_of("reference/errors.md"), re.MULTILINE)


def test_no_error_is_documented_that_is_not_raised():
    beside = {"Errors", "On the server, and in its client"}
    assert set(headings(REFERENCE / "errors.md")) - beside == {error.__name__ for error in every_error()}


def test_every_error_of_the_server_and_its_client_has_a_row():
    """Found in the code: importing all of it would need a server's settings."""
    raised = re.compile(
        r"^class ([A-Z]\w+)\((?:TrueupError|SourceError|DocumentError|Refused|RemoteError)\)", re.MULTILINE
    )
    files = [file for place in ("web", "client") for file in (ROOT / "src" / "trueup" / place).rglob("*.py")]
    found = {name for file in files for name in raised.findall(file.read_text(encoding="utf-8"))}
    assert set(re.findall(r"^\| `([A-Z]\w+)` \| ", text_of("reference/errors.md"), re.MULTILINE)) == found


def environment_of(folder: str) -> set[str]:
    """The variables of the environment that the code asks for."""
    asked = re.compile(r"""environ(?:\.get|\.setdefault)?[(\[]\s*["']([A-Z_]+)["']|["']([A-Z_]+)["'] in os\.environ""")
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / folder).rglob("*.py"))
    return {first or second for first, second in asked.findall(code)}


def test_every_setting_has_a_row():
    rows = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", text_of("reference/settings.md"), re.MULTILINE)
    documented = {name.strip("`") for row in rows for name in row.split(", ")}
    assert {"TRUEUP_LAKE", "TRUEUP_ENGINE"} <= environment_of("src")
    assert environment_of("src") - documented == set()


def test_every_rule_of_judgement_of_the_book_has_a_row_with_its_default():
    page = text_of("reference/settings.md")
    for name, field in Thresholds.model_fields.items():
        assert re.search(rf"^\| `thresholds\.{name}` \|.*\| {field.default} \|$", page, re.MULTILINE), name
    for name in ("currency", "time_zone", "fiscal_year_start", "stages"):
        assert name in BookDefinition.model_fields
        assert f"| `{name}` |" in page


def test_every_public_name_is_listed():
    assert len(trueup.__all__) <= 25, "a public surface that can be held in one hand"
    for name in trueup.__all__:
        assert name == "__version__" or f"| `{name}` |" in text_of("reference/python.md")


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")


@pytest.mark.parametrize("page", EVERY_PAGE, ids=name_of)
def test_every_link_leads_somewhere(page: Path):
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in {slug(heading) for heading in headings(there)}, f"{target}: no such heading"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_page_stands_in_the_index_of_its_section(section: str):
    index = DOCS / section / "README.md"
    linked = {(index.parent / target).resolve() for target in re.findall(r"\]\(([^)#\s]+)\)", index.read_text("utf-8"))}
    pages = {page.resolve() for page in (DOCS / section).rglob("*.md")} - {index.resolve()}
    assert sorted(map(str, pages - linked)) == []
    assert f"]({section}/README.md)" in text_of("index.md")


@pytest.mark.parametrize("folder", ["src", "tests", "bench", "examples"])
def test_every_page_that_code_refers_to_is_there(folder: str):
    for file in sorted((ROOT / folder).rglob("*.py")):
        for page in re.findall(r"\bdocs/[\w/-]+\.md\b", file.read_text(encoding="utf-8")):
            assert (ROOT / page).is_file(), f"{file.relative_to(ROOT)} refers to {page}"


def test_decisions_are_numbered_without_a_gap_and_listed_by_their_title():
    index = text_of("decisions/README.md")
    files = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert [file.name[:4] for file in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    for file in files:
        assert f"| [{file.name[:4]}]({file.name}) | " in index
        assert headings(file)[0].startswith(str(int(file.name[:4]))) or headings(file)[0][:4] == file.name[:4]


def test_a_word_stands_once_in_the_glossary():
    cells = re.findall(r"^\| (\*\*.+?\*\*) \|", text_of("reference/glossary.md"), re.MULTILINE)
    words = Counter(word.lower() for cell in cells for word in re.findall(r"\*\*(.+?)\*\*", cell))
    assert len(words) > 40
    assert [word for word, count in words.items() if count > 1] == []


def test_the_worked_example_is_the_story_that_the_tests_assess():
    story = yaml.safe_load((ROOT / "tests/stories/value.yaml").read_text(encoding="utf-8"))
    page, expect = text_of("reference/scorecard.md"), story["asks"][0]["expect"]
    shown = ("realised.expected", "cost", "net.expected", "potential", "payback")
    for name in shown:
        figure = expect[f"agreements.claims.value.{name}"]
        assert f"**{figure:,.2f}**" in page if isinstance(figure, float) else f"**{figure}**" in page


FORBIDDEN = {
    "a path of somebody's machine": r"(?<![\w.])/(home/|Users/|root/|workspace/|work/(?:main|shared))\w*",
    "the host of a package registry": r"\b(pypi|npmjs|registry|artifactory|proxy)[\w-]*\.(org|com|net|io|internal)\b",
    "how it was written": r"\b(language model|chatbot|sub-?agents?|LLM)\b",
}
TEXT = (".md", ".py", ".yaml", ".toml", ".txt", ".css", ".js", ".csv", "")


@pytest.mark.parametrize("folder", ["docs", "src", "tests", "examples", "bench", ".ci", "."])
def test_nothing_is_said_that_has_no_place_here(folder: str):
    files = (ROOT / folder).glob("*") if folder == "." else (ROOT / folder).rglob("*")
    for file in files:
        if file.suffix not in TEXT or not file.is_file() or file == Path(__file__) or ".trueup" in file.parts:
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        for what, pattern in FORBIDDEN.items():
            found = re.search(pattern, text)
            assert found is None, f"{file.relative_to(ROOT)}: {what}: {found[0]}"


@pytest.mark.parametrize("page", TRIED, ids=name_of)
def test_what_a_page_tells_to_do_works_as_shown(
    page: Path, northwind: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Each page alone, in a folder with the examples; their facts are loaded unless the page does it itself."""
    todo = steps(page.read_text(encoding="utf-8"))
    fresh = any("trueup load examples/northwind" in step.do for step in todo)
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns(".trueup", "northwind"))
    leave = shutil.ignore_patterns(".trueup" if fresh else ".none")
    shutil.copytree(northwind, tmp_path / "examples" / "northwind", ignore=leave)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for step in todo:
        status, printed = do(step)
        where = f"{name_of(page)}:{step.line}: {step.do}\n{printed}"
        assert status == 0 or step.shown is not None, where
        assert step.shown is None or same(step.shown, printed), where


PAGE = """\
```console
$ trueup check a  # why
a: nothing is wrong
$ trueup load a
```
```python
print(1)
```

```text
1
```
"""


def test_blocks_are_read_in_order_with_the_output_they_show():
    assert [(step.do, step.shown, step.line) for step in steps(PAGE)] == [
        ("trueup check a  # why", "a: nothing is wrong\n", 2),
        ("trueup load a", None, 4),
        ("print(1)\n", "1\n", 7),
    ]


def test_output_is_compared_to_the_letter_but_for_what_is_left_out():
    assert same("a\n...\nc\n", "a  \nb\nb\nc\n")
    assert not same("a\nc\n", "a\nb\nc\n")
    assert not same("a\n", "a\nb\n")
    assert not same("a.\n", "ab\n")
