"""An upload lands in the book's folder, whole, and nowhere else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from trueup.vocabulary import InputError
from trueup.web.documents.books import folder_of
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import NotFound, Refused
from trueup.web.sources import actions, files, queries

NAMES = [
    *("../x.csv", "/etc/x.csv", "data/../../x.csv", "..", "", "/", "data//x.csv", "data/.hidden.csv", ".trueup/x.csv"),
    *(
        "data\\..\\x.csv",
        "x.yaml",
        "agreements/new.yml",
        "x.csv/",
        "x",
        "a\x00.csv",
        "a\n.csv",
        "con/..",
    ),
    *("data/" * 9 + "x.csv", "x" * 300 + ".csv", "~/x.csv", "${HOME}/x.csv", "link/x.csv", "CON../x.csv"),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere_is_refused(
    harbour: str, people: SimpleNamespace, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (folder_of(harbour) / "link").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    before = sorted(folder_of(harbour).parent.parent.rglob("*"))
    with pytest.raises(InputError):
        actions.upload(people.editor, harbour, name, SimpleUploadedFile("x.csv", b"a"))
    assert sorted(folder_of(harbour).parent.parent.rglob("*")) == before


@given(st.text(max_size=60))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    try:
        path = files.place_of("some-book", name)
    except InputError:
        return
    assert path.is_relative_to(folder_of("some-book"))
    assert ".." not in path.parts
    assert path.suffix.lower() in files.ENDINGS


@pytest.mark.django_db(transaction=True)
def test_a_file_lands_whole_is_recorded_and_is_replaced_only_on_purpose(harbour: str, people: SimpleNamespace) -> None:
    def upload(content: bytes, *, replace: bool = False) -> None:
        actions.upload(people.editor, harbour, "data/new file.csv", SimpleUploadedFile("x", content), replace=replace)

    upload(b"first")
    with pytest.raises(InputError, match="already"):
        upload(b"second")
    assert (folder_of(harbour) / "data" / "new file.csv").read_bytes() == b"first"
    upload(b"third", replace=True)
    assert (folder_of(harbour) / "data" / "new file.csv").read_bytes() == b"third"
    assert Leaf.objects.filter(type="file.uploaded").count() == 2
    assert "data/new file.csv" in [each.name for each in queries.files_of(people.viewer, harbour)]


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_too_large_leaves_nothing(
    harbour: str, people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    with pytest.raises(InputError, match="larger"):
        actions.upload(people.editor, harbour, "data/big.csv", SimpleUploadedFile("x", b"12345678901"))
    assert [path.name for path in (folder_of(harbour) / "data").iterdir()] == ["deliveries.csv"]


@pytest.mark.django_db(transaction=True)
def test_only_the_customers_editors_upload(harbour: str, people: SimpleNamespace) -> None:
    for actor, refusal in ((people.viewer, Refused), (people.provider, NotFound), (None, NotFound)):
        with pytest.raises(refusal):
            actions.upload(actor, harbour, "data/x.csv", SimpleUploadedFile("x", b"a"))
