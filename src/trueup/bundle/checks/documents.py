"""Documents: each has the digest that people sign, and no version of the agreement is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from pydantic import ValidationError

from trueup.agreements.documents import Agreement
from trueup.book.documents import BookDefinition
from trueup.book.kinds import kinds
from trueup.bundle.lines import DocumentLine, Manifest, exact
from trueup.bundle.read import Contents
from trueup.bundle.report import Check
from trueup.vocabulary import Document, LedgerError

ABOUT = "documents"


@dataclass(frozen=True, slots=True)
class Read:
    """A document of the bundle: as it is, the digest that was recomputed, and its place."""

    document: Document
    digest: str
    where: str

    @property
    def name(self) -> str:
        """kpi/cycle-time@1."""
        return f"{self.document.kind_name()}/{self.document.id}@{self.document.version}"


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents that could be read, and what was found."""

    read: tuple[Read, ...]
    checks: tuple[Check, ...]

    @property
    def by_name(self) -> Mapping[str, Read]:
        """Each by kind, id and version."""
        return {each.name: each for each in self.read}

    def agreement(self, id: str) -> tuple[Agreement, ...]:
        """The versions of the agreement, in order."""
        found = [each.document for each in self.read if isinstance(each.document, Agreement)]
        return tuple(sorted((each for each in found if each.id == id), key=lambda each: each.version))


def check(contents: Contents) -> Documents:
    """Recompute the digest of every document."""
    read: list[Read] = []
    failed: list[Check] = []
    for where, line in contents.lines(DocumentLine, "documents"):
        try:
            read.append(Read(_document(line), line.digest, where))
        except LedgerError as wrong:
            failed.append(Check(ABOUT, "fails", f"{line.name}: {wrong.what}", where))
    made = Documents(tuple(read), ())
    found = [*failed, *_whole(made, contents.manifest)]
    if not any(each.state == "fails" for each in found):
        found.insert(0, Check(ABOUT, "holds", f"{len(read)} documents have the digests that are stated"))
    return Documents(made.read, tuple(found))


def _document(line: DocumentLine) -> Document:
    if sha256(exact(line.body)).hexdigest() != line.digest:
        raise LedgerError("the digest is not that of the document")
    kind = kinds().get(str(line.body.get("kind")))
    if kind is None:
        raise LedgerError(f"documents of kind {line.body.get('kind')!r} are not known")
    try:
        document = kind.model_validate(line.body)
    except ValidationError as wrong:
        raise LedgerError(f"it is not valid: {wrong.errors()[0]['msg']}") from None
    if document.digest != line.digest:
        raise LedgerError("this version of Trueup reads another document than was signed")
    return document


def _whole(documents: Documents, manifest: Manifest) -> Iterator[Check]:
    names = [each.name for each in documents.read]
    if len(names) != len(set(names)):
        yield Check(ABOUT, "fails", "a version of a document is there twice")
    yield from _definition(documents, manifest)
    versions = [each.version for each in documents.agreement(manifest.agreement)]
    if not versions:
        yield Check(ABOUT, "fails", f"the agreement {manifest.agreement!r} is not there")
    elif versions != list(range(1, len(versions) + 1)):
        listed = ", ".join(map(str, versions))
        yield Check(ABOUT, "fails", f"versions of the agreement are left out: only {listed} are there")


def _definition(documents: Documents, manifest: Manifest) -> Iterator[Check]:
    found = [each for each in documents.read if isinstance(each.document, BookDefinition)]
    if len(found) != 1 or found[0].document.id != manifest.book:
        yield Check(ABOUT, "fails", f"the definition of the book {manifest.book!r} is not there, once")
    elif found[0].digest != manifest.definition:
        yield Check(
            ABOUT,
            "missing",
            "the definition of the book leaves out parties that have no part in this, so its digest proves nothing: "
            "roles, stakes and thresholds are the sender's word",
            found[0].where,
        )
