"""What `${NAME}` stands for in the sources of a book on this server: the book's own secrets and nothing else.

The server's environment holds the secrets of all books and its own. A book sees, of it, only the variables
TRUEUP_SECRET_<BOOK>__<NAME> (its slug in capitals, `-` as `_`), as NAME; and what its customer stored here, sealed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from trueup.web.documents.models import Book
from trueup.web.parties.sealing import seal, unseal
from trueup.web.sources.models import Secret

NAME = re.compile(r"(?!.*__)[A-Z][A-Z0-9_]{0,59}")
"""No two underscores in a row: those end the name of the book."""


def variables_of(book: Book, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables of a book by name. What is stored here goes before the environment."""
    found = dict(_from_environment(book, environment))
    for secret in Secret.objects.filter(book=book):
        found[secret.name] = unseal(bytes(secret.sealed), _place(book, secret.name)).decode()
    return found


def _from_environment(book: Book, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """None of them where another book's slug differs only in what capitals hide: whose they are would be unclear."""
    prefix = prefix_of(book.slug)
    if any(prefix_of(slug) == prefix for slug in Book.objects.exclude(pk=book.pk).values_list("slug", flat=True)):
        return
    for name, value in environment.items():
        if name.startswith(prefix) and NAME.fullmatch(name.removeprefix(prefix)):
            yield name.removeprefix(prefix), value


def prefix_of(slug: str) -> str:
    """How the environment's variables of a book begin."""
    return f"TRUEUP_SECRET_{slug.upper().replace('-', '_')}__"


def sealed(book: Book, name: str, value: str) -> bytes:
    """A value for `Secret.sealed`: opens only as that name of that book."""
    return seal(value.encode(), _place(book, name))


def _place(book: Book, name: str) -> str:
    return f"sources/{book.pk}/{name}"
