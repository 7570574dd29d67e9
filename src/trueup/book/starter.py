"""A commented starter book: small, fictional, and complete enough to be signed."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from shutil import copyfile

from trueup.vocabulary import InputError


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Write the starter book into `folder`, which must be new or empty; returns the files written.

    Raises InputError, without touching anything, if something is there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "is not empty" if folder.is_dir() else "is a file"
        raise InputError(f"{folder} {what}", do="name a folder that is empty or not there yet: trueup init DIR")
    with as_file(files("trueup.book") / "starter_book") as template:
        return tuple(_copied(file, folder / file.relative_to(template)) for file in _templates(template))


def _templates(template: Path) -> list[Path]:
    return sorted(file for file in template.rglob("*") if file.suffix in (".yaml", ".csv"))


def _copied(file: Path, to: Path) -> Path:
    to.parent.mkdir(parents=True, exist_ok=True)
    copyfile(file, to)
    return to
