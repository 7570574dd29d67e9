"""Bring a plan into a book: its document as a file, its progress as facts, whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trueup.delivery.documents import Plan
from trueup.sources.plans.file import PlanFile
from trueup.sources.plans.merge import merged, same
from trueup.vocabulary import Document, Issue, SourceError, day_of

if TYPE_CHECKING:
    import pyarrow as pa

    from trueup.facts import FactStore

Check = Callable[[Iterable[Mapping[str, Any]]], Sequence[Issue]]
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Landed:
    """What came into the book. `file` is None where the plan said nothing new, `batch` where no progress was new."""

    plan: Plan
    file: Path | None
    batch: str | None
    progress: int

    @property
    def changed(self) -> bool:
        """Whether the book is another than before."""
        return self.file is not None or self.batch is not None


def land_plan(
    folder: Path,
    read: PlanFile,
    store: FactStore,
    *,
    write: Callable[[Document], str],
    zone: dt.tzinfo,
    versions: Sequence[Plan] = (),
    check: Check | None = None,
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> Landed:
    """Land a plan and its progress in the book in `folder`.

    `versions` are those of this plan that the book has, `zone` is the book's; `write` turns a document into YAML;
    `check` says what is wrong with the book once documents (rows of the table `documents`) are in it. The file is
    plans/ID.yaml, of a later version plans/ID-vN.yaml. The same file again changes nothing. Raises SourceError when the
    book would be broken, FactError for progress that may not enter; then nothing has changed.
    """
    plan = _next(read, versions, clock, zone)
    if plan is not None:
        _whole(plan, check)
    rows, last = _new_rows(read, store)
    file = _written(folder, plan, write(plan)) if plan is not None else None
    try:
        batch = _append(read, rows, last, store)
    except BaseException:
        if file is not None:
            file.unlink()
        raise
    return Landed(plan or versions[-1], file, batch, len(rows) if batch else 0)


def _next(read: PlanFile, versions: Sequence[Plan], clock: Callable[[], dt.datetime], zone: dt.tzinfo) -> Plan | None:
    """The version to write, or None when it would say what the last one says."""
    if not versions:
        return read.plan
    last = max(versions, key=lambda each: each.version)
    plan = merged(last, read.plan)
    if same(last, plan):
        return None
    now = clock().replace(microsecond=0)
    stated = {
        "version": last.version + 1,
        "agreed_at": now,
        "effective": day_of(now, zone),
        "why": f"read from {read.report.file}",
    }
    return plan.model_copy(update=stated)


def _whole(plan: Plan, check: Check | None) -> None:
    if check is None:
        return
    row = {"kind": "plan", "id": plan.id, "version": plan.version, "body": plan.body, "digest": plan.digest}
    errors = [issue for issue in check([row]) if issue.level == "error"]
    if errors:
        listing = "".join(f"\n  {issue}" for issue in errors[:SHOWN])
        what = f"the plan does not fit the book ({len(errors)} errors), and nothing was landed:{listing}"
        raise SourceError(what, where=f"plan {plan.id}", do="mend the file or the book, or say more about the file")


def _written(folder: Path, plan: Plan, text: str) -> Path:
    """The new file, put in place in one step; a file of that name is never written over."""
    name = plan.id.replace("/", "-").replace(":", "-")
    target = folder / "plans" / (f"{name}.yaml" if plan.version == 1 else f"{name}-v{plan.version}.yaml")
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        raise SourceError(
            "there is such a file already", where=str(target), do="rename it, or give the plan another id"
        )
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)
    except FileExistsError:
        raise SourceError("there is such a file already", where=str(target), do="try again") from None
    finally:
        draft.unlink(missing_ok=True)
    return target


_KEY = ("plan", "activity", "status_date", "reported_by")
_SAID = ("actual_start", "actual_finish", "percent", "actual_cost", "remaining_days")


def _new_rows(read: PlanFile, store: FactStore) -> tuple[list[dict[str, Any]], int]:
    """Rows that the store does not have, or has otherwise; and the number of the last row that it has of the plan."""
    if not read.progress:
        return [], 0
    with store.snapshot() as snapshot:
        if not snapshot.has("progress"):
            return list(read.progress), 0
        frame = snapshot.latest("progress", only={"plan": [read.plan.id]}).select(*_KEY, *_SAID, "seq")
        known = snapshot.collect(frame).to_pylist()
    said = {_said(row) for row in known}
    return [row for row in read.progress if _said(row) not in said], max((row["seq"] for row in known), default=0)


def _said(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in (*_KEY, *_SAID))


def _append(read: PlanFile, rows: Sequence[Mapping[str, Any]], last: int, store: FactStore) -> str | None:
    """The key says what, on top of what: sent twice at once it lands once, and going back to an earlier file lands."""
    if not rows:
        return None
    from trueup.facts.digest import digest_of

    table = _table(rows)
    key = f"plan:{read.plan.id}:{last}:{digest_of({'progress': table})[:32]}"
    return store.append({"progress": table}, key=key, source=read.report.file).batch


def _table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    import pyarrow as pa

    from trueup.facts.tables import PROGRESS

    columns = {column.name: column.type for column in PROGRESS.columns}
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in columns.items()})
