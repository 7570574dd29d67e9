"""The verdict once more, from documents and rows alone: in a new book, in a folder that is thrown away."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trueup.agreements.results import AgreementResult
from trueup.book.book import Book
from trueup.bundle.model import Basis, CarriedBatch
from trueup.facts import FactStore, Snapshot
from trueup.scorecard.assess import assess_one
from trueup.scorecard.deliveries import Plans, deliveries
from trueup.scorecard.model import Delivery
from trueup.value.results_statement import Checked, FigureDiffers
from trueup.value.statement import Statement
from trueup.vocabulary import Grade, Moment, TrueupError

CLOSE = 1e-6
"""How far two floats may be apart, relatively: machines add up in another order. Money and counts are exact."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows from a basis: the verdict on the agreement, and those on its plans."""

    result: AgreementResult
    deliveries: tuple[Delivery, ...]

    @property
    def json(self) -> str:
        """As a bundle states it."""
        told = {"result": json.loads(self.result.model_dump_json())}
        plans = [json.loads(each.model_dump_json()) for each in self.deliveries]
        return json.dumps(told | ({"deliveries": plans} if plans else {}))


def answer(book: Book, snapshot: Snapshot, basis: Basis) -> Answer:
    """The verdict on one agreement of a book, and on its plans, which are judged beside it."""
    moment, grade, seed = basis.moment, basis.grade, basis.seed
    result = assess_one(book, snapshot, moment, basis.agreement, grade=grade, seed=seed, ladder=basis.ladder)
    plans = Plans(book, snapshot, moment, grade, seed, only=basis.agreement)
    return Answer(result, tuple(deliveries(plans, [result])) if book.plans else ())


def recompute(basis: Basis) -> Answer:
    """The answer, from what is carried and nothing else. Raises TrueupError where there is none."""
    book = Book.of(basis.documents)
    with _store(book.definition.id) as store:
        _send(store, basis.batches)
        with store.snapshot(basis.moment.known_at) as snapshot:
            return answer(book, snapshot, basis)


def recount(basis: Basis) -> list[Checked]:
    """Every statement that is carried, drawn up again from its own moment, by number."""
    stated = sorted((each for each in basis.documents if isinstance(each, Statement)), key=lambda each: each.number)
    if not stated:
        return []
    book = Book.of(basis.documents)
    with _store(book.definition.id) as store:
        _send(store, basis.batches)
        return [_recounted(book, store, each, basis.seed) for each in stated]


def _recounted(book: Book, store: FactStore, statement: Statement, seed: int) -> Checked:
    from trueup.scorecard.value_settle import recomputed
    from trueup.scorecard.values import Values
    from trueup.value.recount import compared

    with store.snapshot(statement.known_at) as snapshot:
        moment = Moment(statement.as_of, statement.known_at)
        try:
            return compared(statement, recomputed(Values(book, snapshot, moment, Grade.reported, seed), statement))
        except TrueupError as refused:
            wrong = FigureDiffers(path="period", stated=statement.period.label, recomputed=refused.what)
            return Checked(statement=statement.id, digest=statement.digest, equal=False, differences=(wrong,))


@contextmanager
def _store(book: str) -> Iterator[FactStore]:
    """An empty store, gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="trueup-") as folder,
        FactStore.open(Path(folder), book=book) as store,
    ):
        yield store


def _send(store: FactStore, batches: Iterable[CarriedBatch]) -> None:
    """Every batch with the rows that are carried of it, known when it was known."""
    for carried in batches:
        sent = carried.sent
        tables = {name: sent.tables[name].take(list(shown)) for name, shown in carried.rows.items()}
        row_keys = {name: key for name, key in sent.row_keys.items() if name in tables}
        store.append(tables, key=sent.key, source=sent.source, recorded_at=sent.recorded_at, row_keys=row_keys)


def differences(stated: str, found: str) -> list[str]:
    """Where two results in JSON differ, in words: the path, what was stated, what was found."""
    return list(_differences(json.loads(stated), json.loads(found), ""))


def _differences(stated: Any, found: Any, path: str) -> Iterator[str]:
    if isinstance(stated, dict) and isinstance(found, dict):
        for key in sorted({*stated, *found}):
            yield from _differences(stated.get(key), found.get(key), f"{path}.{key}" if path else key)
    elif isinstance(stated, list) and isinstance(found, list) and len(stated) == len(found):
        for number, pair in enumerate(zip(stated, found, strict=True)):
            yield from _differences(*pair, f"{path}[{number}]")
    elif not _same(stated, found):
        yield f"{path}: stated {_shown(stated)}, found {_shown(found)}"


def _same(stated: Any, found: Any) -> bool:
    numbers = (int, float)
    if isinstance(stated, numbers) and isinstance(found, numbers) and float in (type(stated), type(found)):
        return math.isclose(stated, found, rel_tol=CLOSE, abs_tol=1e-12)
    return type(stated) is type(found) and bool(stated == found)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:117] + "..."
