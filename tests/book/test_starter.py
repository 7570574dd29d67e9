from __future__ import annotations

import re
from pathlib import Path

import pytest

from trueup.book import Book, check
from trueup.book.starter import write_starter
from trueup.delivery.schedule import schedule
from trueup.vocabulary import InputError


def test_checks_clean_at_every_level(tmp_path: Path) -> None:
    written = write_starter(tmp_path / "new" / "book")
    assert check(tmp_path / "new" / "book") == []
    assert sorted(written) == sorted(path for path in (tmp_path / "new" / "book").rglob("*") if path.is_file())


def test_has_a_kpi_of_each_sort_and_an_agreement_to_sign(tmp_path: Path) -> None:
    write_starter(tmp_path)
    book = Book.load(tmp_path)
    assert {kpi.latest.entered for kpi in book.kpis.values()} == {True, False}
    assert len(book.sources) == 1
    assert len(book.agreement("booking-platform").latest.objectives) == 2


def test_explains_itself(tmp_path: Path) -> None:
    files = [file for file in write_starter(tmp_path) if file.suffix == ".yaml"]
    assert all(file.read_text(encoding="utf-8").startswith("# ") for file in files)


def test_the_source_file_is_where_the_source_says(tmp_path: Path) -> None:
    write_starter(tmp_path)
    (read,) = Book.load(tmp_path).source("quotes").latest.read
    assert read.csv is not None
    assert (tmp_path / str(read.csv)).is_file()


def test_the_plan_in_its_comments_checks_clean(tmp_path: Path) -> None:
    write_starter(tmp_path)
    file = tmp_path / "agreements" / "booking-platform.yaml"
    head, _, plan = file.read_text(encoding="utf-8").partition("# ---\n")
    file.write_text(head + "---\n" + re.sub(r"^# ", "", plan, flags=re.MULTILINE), encoding="utf-8")
    assert check(tmp_path) == []
    found = schedule(Book.load(tmp_path).plan("booking-rollout").latest)
    assert found.last_day.isoformat() == "2026-03-09"


def test_the_job_map_and_the_survey_in_its_comments_check_clean(tmp_path: Path) -> None:
    write_starter(tmp_path)
    file = tmp_path / "book.yaml"
    head, _, jobs = file.read_text(encoding="utf-8").partition("# ---\n")
    file.write_text(head + "---\n" + re.sub(r"^# ", "", jobs, flags=re.MULTILINE), encoding="utf-8")
    assert check(tmp_path) == []
    book = Book.load(tmp_path)
    assert len(list(book.job_map("send-goods").latest.placed())) == 4
    assert book.survey("clerks").latest.job_map == "send-goods"


@pytest.mark.parametrize("name", ["note.txt", ".hidden"])
def test_never_touches_a_folder_that_is_not_empty(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(InputError, match="is not empty"):
        write_starter(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "book").write_text("mine")
    with pytest.raises(InputError, match="is a file"):
        write_starter(tmp_path / "book")
