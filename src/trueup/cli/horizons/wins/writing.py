"""`add`: a win from standard input or from questions, never from the command line, which others see."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from trueup.cli.horizons.wins.keys import Party
from trueup.cli.moments import BookFolder

if TYPE_CHECKING:
    from trueup.horizons.wins import Answers, Win

LARGEST = 65_536


def add(
    book: BookFolder,
    stakeholders: Annotated[str, typer.Argument(metavar="STAKEHOLDERS", help="The document that it is about.")],
    party: Party,
) -> None:
    """Write a win: asked question by question, or read as YAML from standard input. Nothing lies in clear on a disk.

    Keys of the YAML: person, win, influence (economic, user, technical, coach), strength (high, medium, low), response
    (growth, trouble, even_keel, overconfident), current and desired (unaware, resistant, neutral, supportive,
    leading), fulfilled (0 to 1), step, by; and the three questions of compliance payment, gift, job_offer (yes or no).

    A win that is a payment, a gift above policy or a job offer is not kept, and neither is what was written.

    \b
    Examples:
      trueup horizons wins add northwind claims-people --party acme
      gpg --decrypt win.yaml.gpg | trueup horizons wins add northwind claims-people --party acme
    """
    from trueup.cli.horizons.wins.folder import holding, note
    from trueup.horizons.wins import Place, new_id, seal

    here = holding(book, party)
    key = here.key()
    book_id = _concerned(book, stakeholders, party)
    win, answers = _given()
    _allowed(win, answers, here.contact())
    place = Place(book_id, stakeholders, party, new_id())
    sealed, commitment = seal(win, place, key)
    note(here.place, place.win, "written")
    here.add(sealed)
    typer.echo(place.win)
    typer.echo(f"\nSealed to the key {key.id}. Commitment: {commitment}", err=True)


def _concerned(book: Path, stakeholders: str, party: str) -> str:
    """The book's id, where the document is there and the party has a part in it. Raises UnknownName, InputError."""
    from trueup.cli.jobs.asking import read_book
    from trueup.vocabulary import InputError

    found = read_book(book)
    document = found.stakeholders_named(stakeholders).latest
    versions = found.agreements.get(document.agreement or "")
    if document.sides(versions.latest if versions else None).side(party) not in ("customer", "provider"):
        raise InputError(f"{party!r} is no side of {stakeholders!r}", do="name its customer, or one of its providers")
    return found.definition.id


def _allowed(win: Win, answers: Answers, contact: str) -> None:
    """Raises InputError for a win that the rules of compliance stop."""
    from trueup.horizons.wins import stop
    from trueup.horizons.wins.compliance import whom_to_ask
    from trueup.vocabulary import InputError

    found = stop(win, answers)
    if found is not None:
        raise InputError(" ".join(found.sentences), do=f"{whom_to_ask(contact)} Nothing of it was kept.")


def _given() -> tuple[Win, Answers]:
    from trueup.horizons.wins import RULES, Answers, Win

    given = _asked() if sys.stdin.isatty() else _read()
    answers = Answers.of({name: given.pop(name) for name in RULES if name in given})
    return Win.of(given), answers


def _read() -> dict[str, Any]:
    """YAML from standard input. Raises InputError, which never repeats what was written."""
    import yaml

    from trueup.vocabulary import InputError

    text = sys.stdin.read(LARGEST + 1)
    try:
        given = yaml.safe_load(text) if len(text) <= LARGEST else None
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        line = getattr(getattr(wrong, "problem_mark", None), "line", None)
        given, at = None, "" if line is None else f" (line {line + 1})"
    else:
        at = ""
    if not isinstance(given, dict):
        raise InputError(f"what was read is no block of keys{at}", do="see: trueup horizons wins add --help")
    return {str(name): value for name, value in given.items()}


def _asked() -> dict[str, Any]:
    from trueup.horizons.wins import RULES
    from trueup.horizons.wins.compliance import QUESTIONS
    from trueup.horizons.wins.win import Engagement, Influence, Response, Strength

    given: dict[str, Any] = {
        "person": _prompt("Who, by role or name"),
        "win": _prompt("What they personally want"),
        "influence": _choice("Their part in the decision", Influence),
        "strength": _choice("How much they count in it", Strength, "medium"),
        "response": _choice("How they see it", Response),
        "current": _choice("Where they stand", Engagement),
        "desired": _choice("Where you need them", Engagement),
    }
    share = _prompt("How much of it they have, 0 to 1 (empty: unknown)", "")
    step = _prompt("The next step (empty: none)", "")
    by = _prompt("Until (YYYY-MM-DD; empty: no day)", "") if step else ""
    given |= {"fulfilled": share or None, "step": step, "by": by or None}
    return given | {rule: typer.confirm(str(QUESTIONS[rule]), err=True) for rule in RULES}


def _prompt(question: str, default: str | None = None) -> str:
    said: str = typer.prompt(question, default=default, show_default=False, err=True)
    return said


def _choice(question: str, words: Any, default: str | None = None) -> str:
    import click

    said: str = typer.prompt(question, type=click.Choice(get_args(words)), default=default, err=True)
    return said
