"""How survey tools lay out their exports. What was read in their own source code or manuals is said beside it.

LimeSurvey (application/helpers/viewHelper.php, getFieldCode; admin/export/CsvWriter.php): with question codes as
headings a dual-scale array has the columns `G1[SQ001][1]` and `G1[SQ001][2]`, or `G1_SQ001_0` and `G1_SQ001_1` with
codes for expressions; with full texts `Question [statement][scale header]`. Cells are quoted, semicolons between them,
a byte order mark in front; nothing was answered: empty. `submitdate` is empty for who did not finish.
Formbricks (apps/web/lib/response/service.ts and utils.ts): `Response ID`, `Timestamp`, `Finished` (Yes or No), and for
each row of a matrix question `1. headline - row label`, the cell being the label of the column chosen. The management
API has the same as JSON: `id`, `createdAt`, `finished`, and `data` with an object a matrix question.
Qualtrics (support page "Understanding Your Dataset", and the headers of published exports): three header rows: name,
question text, and JSON with ImportId, which for dates has the time zone. Side-by-side questions are `Q2#1_1`: question,
column, row. `Finished` and `Status` are numbers or words, as exported; who saw a question and did not answer is empty,
or -99 where the export recodes it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from trueup.jobs.tidy import IMPORTANCE, NO_RATING, SATISFACTION
from trueup.sources.survey_file import Layout

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tool:
    """What a layout calls things: the first of each that the file has counts.

    `pairs` are patterns of the columns of importance and satisfaction. `empty` are texts that say as much as an empty
    cell. `described` rows below the header say more of the columns. `aside` are values of `status` of answers that
    nobody gave in earnest.
    """

    name: Layout
    respondent: tuple[str, ...]
    answered_at: tuple[str, ...]
    pairs: tuple[Pair, ...]
    finished: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    weight: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    described: int = 0
    status: str | None = None
    aside: tuple[str, ...] = ()


DASHES = ("-", "\N{EN DASH}")
"""What our handouts ask for where somebody does not know (trueup.jobs.handout)."""

WIDE = Tool(
    name="wide",
    respondent=("respondent",),
    answered_at=("answered_at",),
    customer=("customer",),
    weight=("weight",),
    pairs=(
        (f"{IMPORTANCE}{{outcome}}", f"{SATISFACTION}{{outcome}}"),
        ("importance_{outcome}", "satisfaction_{outcome}"),
    ),
    skipped=(NO_RATING,),
)
LONG = replace(WIDE, name="long", pairs=(("importance", "satisfaction"),), outcome=("outcome",), not_known=DASHES)
LIMESURVEY = Tool(
    name="limesurvey",
    respondent=("id", "Response ID"),
    answered_at=("submitdate", "Date submitted", "datestamp", "Date last action", "startdate", "Date started"),
    finished=("submitdate", "Date submitted"),
    pairs=(
        ("*[{outcome}][1]", "*[{outcome}][2]"),
        ("*_{outcome}_0", "*_{outcome}_1"),
        ("imp*[{outcome}]", "sat*[{outcome}]"),
        ("*[{outcome}][*mportan*]", "*[{outcome}][*atisf*]"),
        ("*[{outcome}][*ichtig*]", "*[{outcome}][*ufrieden*]"),
    ),
    empty=("N/A",),
)
FORMBRICKS = Tool(
    name="formbricks",
    respondent=("Response ID", "id"),
    answered_at=("Timestamp", "createdAt"),
    finished=("Finished",),
    pairs=(
        ("data.imp*.{outcome}", "data.sat*.{outcome}"),
        ("*important* - {outcome}", "*satisf* - {outcome}"),
        ("*wichtig* - {outcome}", "*zufrieden* - {outcome}"),
    ),
)
QUALTRICS = Tool(
    name="qualtrics",
    respondent=("ResponseId",),
    answered_at=("EndDate", "RecordedDate"),
    finished=("Finished",),
    pairs=(("*#1_{outcome}", "*#2_{outcome}"), ("imp*_{outcome}", "sat*_{outcome}")),
    skipped=("-99",),
    described=2,
    status="Status",
    aside=("1", "2", "8", "9", "12", "17", "40", "256", "Survey Preview", "Survey Test", "Spam",
           "Survey Preview Spam", "Imported Spam", "Offline Survey Preview", "EX Spam", "Synthetic"),
)  # fmt: skip

TOOLS: dict[str, Tool] = {tool.name: tool for tool in (WIDE, LONG, LIMESURVEY, FORMBRICKS, QUALTRICS)}
