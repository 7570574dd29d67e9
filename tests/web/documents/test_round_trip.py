"""Any book comes back as it was, whatever its files look like; what was changed on the server comes back with it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trueup
from tests.web.documents.test_import import files
from tests.web.documents.test_life import ID, Personas, amended, sign
from trueup.book import yaml
from trueup.book.book import check
from trueup.facts.store import ROOT as FACTS
from trueup.vocabulary import DocumentError, InputError, TrueupError
from trueup.web.documents import actions, books
from trueup.web.documents.actions import import_book
from trueup.web.documents.exporting import export_book
from trueup.web.documents.models import Book, Version
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import NotFound

pytestmark = pytest.mark.django_db
BOOK = "kind: book\nid: b\nname: B\ncurrency: EUR\nparties: [{id: c, name: C, role: customer}]\n"
PRIVATE = ("northwind", "acme")
"""Who in the example keeps improvement options to itself."""
KPI = "kind: kpi\nid: %s\nname: N\nunit: day\ndirection: decrease\nentered: true\n"

comments = st.sampled_from(["", "# a comment\n", "\n\n", "# ---\n", "# a\u2028# b\n"])
between = st.sampled_from(["---\n", "--- # next\n", "...\n---\n", "---\n---\n", "...\n%YAML 1.2\n---\n"])
ends = st.sampled_from(["", "\n", "...\n", "---\n", "# the end"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A file with the book and some KPIs, written as people and programs write YAML."""
    parts = [BOOK, *(KPI % f"k{number}" for number in range(draw(st.integers(0, 3))))]
    text = draw(comments) + parts[0]
    for part in parts[1:]:
        text += draw(comments) + draw(between) + draw(comments) + part
    text = draw(st.sampled_from(["", "\ufeff"])) + text + draw(ends)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@given(texts())
def test_the_pieces_of_a_file_are_the_file(text: str) -> None:
    found = yaml.pieces(text, "f.yaml")
    assert "".join(piece for _, piece in found) == text
    whole, _ = yaml.read(text.encode(), "f.yaml")
    assert [located.data for located, _ in found] == [located.data for located in whole]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts())
def test_any_book_comes_back_to_the_byte(home: Path, text: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "in"
        (folder / "deep" / "er").mkdir(parents=True)
        (folder / "deep" / "b.yaml").write_bytes(text.encode())
        (folder / "deep" / "er" / "notes.yaml").write_text("# no document\n")
        (folder / "data.csv").write_bytes(b"a;b\r\n\xff")
        slug = import_book(folder, slug=f"b{Book.objects.count()}").slug
        export_book(slug, Path(place) / "out")
        assert files(Path(place) / "out") == files(folder)


def test_facts_come_along(home: Path, northwind: Path, tmp_path: Path) -> None:
    slug = import_book(northwind).slug
    export_book(slug, tmp_path / "out")
    assert rows(tmp_path / "out") == rows(northwind) != []


def rows(folder: Path) -> list[dict[str, object]]:
    with trueup.open(folder) as opened, opened.store.snapshot() as snapshot:
        return sorted(snapshot.collect(snapshot.frame("observations")).to_pylist(), key=lambda row: row["seq"])


def test_what_was_signed_on_the_server_comes_back_and_the_rest_is_untouched(
    book: str, example: Path, personas: Personas, tmp_path: Path
) -> None:
    actions.save_draft(personas["customer editor"], book, "agreement", ID, amended(book))
    version = actions.propose(personas["customer editor"], book, "agreement", ID)
    new = "kind: kpi\nid: area/cost\nname: Cost\nunit: EUR\ndirection: decrease\nentered: true\n"
    actions.save_draft(personas["customer editor"], book, "kpi", "area/cost", new)
    export_book(book, tmp_path / "before", PRIVATE)
    assert files(tmp_path / "before") == files(example)
    for persona in ("customer owner", "provider owner", "other provider"):
        sign(personas[persona], version)
    sign(personas["customer owner"], actions.propose(personas["customer editor"], book, "kpi", "area/cost"))
    export_book(book, tmp_path / "out", PRIVATE)
    old, out = files(example), files(tmp_path / "out")
    changed = f"agreements/{ID}.yaml"
    assert {name: text for name, text in out.items() if name not in (changed, "kpis/area-cost.yaml")} == {
        name: text for name, text in old.items() if name != changed
    }
    assert out[changed].startswith(old[changed])
    assert out["kpis/area-cost.yaml"].decode() == new
    with trueup.open(tmp_path / "out") as back:
        assert back.book.digest == books.open_book(book).book.digest
        assert back.book.agreement(ID).latest.digest == version.digest
    again = import_book(tmp_path / "out", slug="again")
    assert again.digest == Book.objects.get(slug=book).digest


def test_a_book_with_errors_is_refused_whole(home: Path, example: Path) -> None:
    file = example / "agreements" / "portal.yaml"
    file.write_text(file.read_text().replace("customer: northwind", "customer: nobody"))
    with pytest.raises(DocumentError, match="nobody"):
        import_book(example)
    assert not Book.objects.exists()
    assert not Version.objects.exists()
    assert not Leaf.objects.exists()
    assert not (home / "books" / "northwind").exists()


def test_a_book_is_imported_once(home: Path, example: Path) -> None:
    import_book(example)
    before = files(books.folder_of("northwind"))
    with pytest.raises(TrueupError, match="already"):
        import_book(example)
    assert files(books.folder_of("northwind")) == before
    assert import_book(example, slug="second").slug == "second"


def test_links_and_seats_of_nobody_are_refused(home: Path, example: Path) -> None:
    with pytest.raises(NotFound):
        import_book(example, seats={"nobody": 1})
    (example / "out").symlink_to("/etc")
    with pytest.raises(TrueupError, match="link"):
        import_book(example)
    assert not Book.objects.exists()
    assert not (home / "books" / "northwind").exists()


def test_an_export_overwrites_nothing(book: str, example: Path, tmp_path: Path) -> None:
    before = files(example)
    with pytest.raises(InputError, match="not empty"):
        export_book(book, example)
    assert files(example) == before
    with pytest.raises(NotFound):
        export_book("nothing", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_document_of_a_kind_that_is_not_assessed_yet_is_kept(home: Path, example: Path, tmp_path: Path) -> None:
    plan = "# ours\nkind: journey\nid: p\n---\nkind: journey\nid: p\n"
    (example / "plan.yaml").write_text(plan)
    slug = import_book(example).slug
    export_book(slug, tmp_path / "out")
    assert (tmp_path / "out" / "plan.yaml").read_text() == plan
    assert [issue for issue in check(tmp_path / "out") if issue.level == "error"] == []


def test_a_copy_of_facts_is_whole_while_somebody_writes(home: Path, northwind: Path, tmp_path: Path) -> None:
    """Nobody appends while the copy is made: it waits for the writer's lock."""
    from trueup.facts.copy import copy_store
    from trueup.facts.wal.log import locked

    shutil.copytree(northwind, tmp_path / "busy")
    wal = tmp_path / "busy" / FACTS / "wal"
    with locked(wal / "lock", wait=False) as got:
        assert got
    assert copy_store(tmp_path / "busy", tmp_path / "copy")
    assert not copy_store(tmp_path / "nothing", tmp_path / "none")
