"""Documents: each has the digest that people sign, and no version of the agreement is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
DIGITS = 16
"""No version has a number of more digits."""


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
    """The documents that could be read, the digests that are stated of the book's definitions, and what was found."""

    read: tuple[Read, ...]
    definitions: Mapping[str, str]
    checks: tuple[Check, ...]

    @property
    def by_name(self) -> Mapping[str, Read]:
        """Each by kind, id and version."""
        return {each.name: each for each in self.read}

    @property
    def digests(self) -> Mapping[str, str]:
        """What people sign, by name: what was recomputed, and of the book's definitions what is stated."""
        return {**{each.name: each.digest for each in self.read}, **self.definitions}

    @property
    def unseen(self) -> frozenset[str]:
        """The definitions of which there is only a digest here: earlier ones, and one that leaves out parties."""
        shown = {each.name: each.digest for each in self.read}
        return frozenset(name for name, digest in self.definitions.items() if shown.get(name) != digest)

    @property
    def held(self) -> list[tuple[str, str, str]]:
        """What a ledger has leaves of: the digest, what it is, and where it stands."""
        places = {each.name: each.where for each in self.read}
        return [(digest, name, places.get(name, "manifest")) for name, digest in self.digests.items()]

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
    made = Documents(tuple(read), contents.manifest.definitions, ())
    found = [*failed, *_whole(made, contents.manifest)]
    if not any(each.state == "fails" for each in found):
        found.insert(0, Check(ABOUT, "holds", f"{len(read)} documents have the digests that are stated"))
    return replace(made, checks=tuple(found))


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
    elif not _stated(found[0], manifest):
        yield Check(
            ABOUT, "fails", "the manifest states other digests than those of the book's definitions, up to this"
        )
    elif found[0].digest != manifest.definitions[found[0].name]:
        yield Check(
            ABOUT,
            "missing",
            "the definition of the book leaves out parties that have no part in this, so its digest proves nothing: "
            "roles, stakes and thresholds are the sender's word",
            found[0].where,
        )


def _stated(found: Read, manifest: Manifest) -> bool:
    """Whether digests are stated of the definition, and maybe of versions before it: of nothing else."""
    return found.name in manifest.definitions and all(_is_up_to(name, found.document) for name in manifest.definitions)


def _is_up_to(name: str, definition: Document) -> bool:
    book, _, version = name.rpartition("@")
    number = int(version) if len(version) <= DIGITS and version.isascii() and version.isdigit() else 0
    return book == f"book/{definition.id}" and str(number) == version and 1 <= number <= definition.version
