"""The account of a load: every row that was read is somewhere in it."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.sources.mapping.documents import Made
from trueup.sources.mapping.facts import Mapped
from trueup.sources.report import LoadedFile, LoadedTable, LoadReport
from trueup.sources.under_way import UnderWay


def account(
    load: UnderWay, notices: Sequence[str], *, batch: str | None, dry_run: bool, held: bool, seconds: float
) -> LoadReport:
    """The report of a load that has been compared with the store; of one that is `held`, nothing has landed."""
    tables = [*map(_of_mapping, load.mapped), *map(_of_documents, load.made)]
    counted = [
        table.model_copy(
            update={
                "landed": 0 if held else part.table.num_rows,
                "unchanged": part.unchanged,
                "repeated": part.repeated,
                "superseded": part.superseded,
            }
        )
        for table, part in zip(tables, load.news, strict=True)
    ]
    return LoadReport(
        source=load.source.id,
        dry_run=dry_run,
        held=held,
        batch=batch,
        files=tuple(_files(load)),
        tables=tuple(counted),
        answers=tuple(brought.told for brought in load.answers),
        refusals=tuple(load.refusals),
        notices=tuple(notices),
        seconds=round(seconds, 3),
    )


def _files(load: UnderWay) -> list[LoadedFile]:
    return [
        LoadedFile(
            file=file.file,
            rows=file.rows,
            refused=file.refused,
            blank=file.blank,
            encoding=file.encoding,
            mended_lines=len(file.mended),
        )
        for part in load.gathered.values()
        for file in part.files
    ]


def _of_mapping(part: Mapped) -> LoadedTable:
    missing = 0
    if "missing_reason" in part.table.column_names:
        missing = part.mapped - part.table["missing_reason"].null_count
    return LoadedTable(
        table=part.name,
        read=part.read,
        passed=part.passed,
        mapped=part.mapped,
        refused=len(part.refusals),
        missing=missing,
    )


def _of_documents(part: Made) -> LoadedTable:
    return LoadedTable(
        table=f"{part.kind} documents",
        read=part.read,
        passed=part.passed,
        mapped=part.mapped,
        refused=len(part.refusals),
        documents=len(part.documents),
    )
