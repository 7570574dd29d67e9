"""What processes of their own do to a server, some until they are killed: python -m tests.web.documents.scenes NAME."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ID = "claims-platform"


def say(word: str) -> None:
    print(word, flush=True)


def stop_here(*_args: Any, **_named: Any) -> None:
    """The parent kills the process now."""
    say("now")
    time.sleep(600)


def actor(party: str) -> Any:
    from trueup.web.parties import queries
    from trueup.web.parties.models import Member

    return queries.actor(Member.objects.select_related("party").get(party__slug=party))


def begin(folder: str) -> None:
    """The example with a proposed amendment, and an owner for each party."""
    from trueup.web.documents import actions
    from trueup.web.parties.actions import enrol

    seats = {party: enrol(party, f"owner@{party}.example").party for party in ("northwind", "acme", "sint", "assay")}
    actions.import_book(Path(folder), seats=seats)
    propose("7")


def propose(target: str) -> str:
    from trueup.web.documents import actions
    from trueup.web.documents.actions.drafts import begun
    from trueup.web.documents.checking import Key

    text = begun(Key("northwind", "agreement", ID, 2)).replace('why: ""', "why: late")
    text = text.replace("target: 5.0", f"target: {target}")
    actions.save_draft(actor("acme"), "northwind", "agreement", ID, text)
    return str(actions.propose(actor("acme"), "northwind", "agreement", ID).digest)


def proposed() -> Any:
    from trueup.web.documents.models import Version

    return Version.objects.get(state="proposed", doc_id=ID)


def sign(party: str, digest: str) -> None:
    from trueup.web.documents import actions

    actions.sign(actor(party), "northwind", "agreement", ID, 2, digest)


def kill_in_sign(point: str) -> None:
    """The last signature, stopped in its middle."""
    from trueup.web.documents.actions import signatures

    digest = proposed().digest
    sign("acme", digest)
    sign("sint", digest)
    say("ready")
    if point == "signed":
        signatures.waiting_for = stop_here
    elif point == "in force":
        signatures._record = stop_here
    sign("northwind", digest)


def kill_in_import(point: str, folder: str) -> None:
    """An import, stopped in its middle."""
    from trueup.web.documents.actions import books

    if point == "staged":
        books._take_in = stop_here
    elif point == "moved":
        moved = Path.replace

        def move(path: Path, target: Path) -> Path:
            done = moved(path, target)
            if ".staging" in path.parts:
                stop_here()
            return done

        Path.replace = move
    books.import_book(Path(folder))


def count() -> None:
    """What there is: books, versions by state, signatures, leaves."""
    from trueup.web.documents.models import Book, Signature, Version
    from trueup.web.ledger.models import Leaf

    states = Version.objects.filter(doc_id=ID).exclude(number=1).values_list("state", flat=True)
    say(f"{Book.objects.count()} {sorted(states)} {Signature.objects.count()} {Leaf.objects.count()}")


def at_once(*doings: Callable[[], object]) -> list[str]:
    """Do several things in threads that start together; what each came to."""
    from django.db import connection

    gate, results = threading.Barrier(len(doings)), [""] * len(doings)

    def run(number: int, doing: Callable[[], object]) -> None:
        gate.wait()
        try:
            doing()
            results[number] = "done"
        except Exception as error:
            results[number] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def all_sign_at_once() -> None:
    digest = proposed().digest
    say(" ".join(at_once(*(lambda party=party: sign(party, digest) for party in ("northwind", "acme", "sint")))))
    count()


def one_signs_twice_at_once() -> None:
    digest = proposed().digest
    say(" ".join(sorted(at_once(*[lambda: sign("northwind", digest)] * 3))))
    count()


def two_versions_at_once() -> None:
    """The customer signs what it saw, while the provider takes it back, proposes another and signs that."""
    from trueup.web.documents import actions
    from trueup.web.documents.models import Signature, Version

    seen = proposed().digest

    def change() -> None:
        actions.withdraw(actor("acme"), "northwind", "agreement", ID, 2)
        sign("acme", propose("9"))

    say(" ".join(at_once(lambda: sign("northwind", seen), change, lambda: sign("sint", seen))))
    for signature in Signature.objects.select_related("version"):
        assert f'"digest":"{signature.version.digest}"' in signature.statement
    assert not Version.objects.filter(doc_id=ID, number=2, state="in_force").exists()
    count()


if __name__ == "__main__":
    import django

    django.setup()
    globals()[sys.argv[1]](*sys.argv[2:])
