"""Progress handed in: a figure that is none is refused at its row, on whatever way it comes, and nothing is kept."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.web.delivery import trouble
from tests.web.delivery.trouble import PAGE, PLAN
from tests.web.seated import text
from trueup.web.documents.models import Book
from trueup.web.evidence.models import Batch
from trueup.web.ledger.models import Leaf

API = f"/api/v1/books/northwind/plans/{PLAN}/progress"
FIGURES = ("percent", "actual_cost", "remaining_days")
PASTE = f"{PAGE}/progress/paste"
JSON = "application/json"
NO_NUMBERS = ("inf", "-inf", "Infinity", "NaN", "nan", "1e999", "-1e999")


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.fixture
def sint(in_trouble: Book, sign_in: Callable[..., Client]) -> Client:
    """A member of the provider, who reports on `migrate`."""
    return sign_in("sint")


@pytest.fixture
def status(today: dt.date) -> str:
    return trouble.days(today, -1)


@pytest.fixture(autouse=True)
def nothing_lands(in_trouble: Book) -> Iterator[None]:
    """Whatever a test of this file sends, nothing of it is kept."""
    leaves = Leaf.objects.count()
    yield
    assert (Batch.objects.count(), Leaf.objects.count()) == (0, leaves)


def sheet(column: str, status: str) -> str:
    """A sound row in line 2, then a row for each figure that is none."""
    rows = [f"migrate\t{status}\t10"]
    rows += [f"migrate\t2026-01-{day:02}\t{figure}" for day, figure in enumerate(NO_NUMBERS, start=1)]
    return "\n".join((f"activity\tstatus_date\t{column}", *rows))


LINES = range(3, 3 + len(NO_NUMBERS))


def issues(answer: HttpResponse) -> list[tuple[str, str]]:
    return [(each["line"], each["column"]) for each in answer.json()["issues"]]


@pytest.mark.parametrize("column", FIGURES)
def test_pasted_cells_are_refused_at_each_row_that_has_no_number(sint: Client, status: str, column: str) -> None:
    said = {"key": key_in(text(sint.get(PASTE))), "text": sheet(column, status)}
    looked, forced = (sint.post(PASTE, {**said, button: "1"}) for button in ("preview", "confirm"))
    for answer in looked, forced:
        found = re.findall(r"<li>line (\d+), <code>(\w+)</code>: is not a (?:finite )?number", text(answer))
        assert found == [(str(line), column) for line in LINES]
    assert 'name="confirm"' not in text(looked)
    assert forced.status_code == 422


@pytest.mark.parametrize("column", FIGURES)
def test_what_a_program_sends_is_refused_at_each_row_that_has_no_number(sint: Client, status: str, column: str) -> None:
    cells = sheet(column, status)
    as_text = sint.post(f"{API}/text", {"text": cells}, content_type=JSON)
    as_file = sint.post(f"{API}/files", {"file": SimpleUploadedFile("a.csv", cells.replace("\t", ",").encode())})
    for answer in as_text, as_file:
        assert answer.status_code == 422
        assert issues(answer) == [(str(line), column) for line in LINES]
    rows = [f'{{"activity": "migrate", "status_date": "{status}", "{column}": {figure}}}' for figure in ("10", "1e999")]
    as_rows = sint.post(API, f'{{"rows": [{", ".join(rows)}]}}', content_type=JSON)
    assert (as_rows.status_code, issues(as_rows)) == (422, [("2", column)])


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-Infinity"])
def test_a_body_with_what_json_has_no_word_for_is_none(sint: Client, status: str, figure: str) -> None:
    row = f'{{"activity": "migrate", "status_date": "{status}", "percent": {figure}}}'
    assert sint.post(API, f'{{"rows": [{row}]}}', content_type=JSON).status_code == 400


@pytest.mark.parametrize("column", FIGURES)
def test_the_form_of_one_activity_refuses_what_is_no_number(sint: Client, status: str, column: str) -> None:
    key = key_in(text(sint.get(f"{PAGE}/progress")))
    for figure in NO_NUMBERS:
        said = {"key": key, "activity": "migrate", "status_date": status, column: figure}
        assert sint.post(f"{PAGE}/progress", said).status_code == 422


def test_a_refusal_is_said_in_the_readers_language(sint: Client) -> None:
    answer = sint.post(f"{API}/text", {"text": "activity\tstatus_date\tpercent\n"}, content_type=JSON,
                       headers={"Accept-Language": "de"})  # fmt: skip
    assert answer.json()["detail"] == "nichts wurde gespeichert: es gibt keine Zeile"
