"""The forms in which a statement leaves: by the ending of a file, with what a browser or mail should call it."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.report.statement.draft import draft
from trueup.report.statement.pdf import as_pdf
from trueup.report.statement.table import statement_table
from trueup.report.statement.ubl import as_ubl
from trueup.report.tables import as_csv
from trueup.value.results_statement import Settled
from trueup.vocabulary import InputError, Party

TYPES = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "xml": "application/xml"}


def as_file(
    found: Settled, form: str, parties: Mapping[str, Party], *, party: str | None = None, number: str | None = None
) -> bytes:
    """A statement as `pdf`, `csv` or `xml`; the last for one `party`, under the `number` of its own books.

    Raises InputError for another form, and for what no invoice can be written of; EngineError without the extra `pdf`.
    """
    if form == "pdf":
        return as_pdf(found)
    if form == "csv":
        return as_csv(statement_table(found))
    if form == "xml":
        return as_ubl(draft(found, parties, party=party, number=number))
    raise InputError(f"a statement has no form {form!r}", do=f"one of {', '.join(TYPES)}")
