"""Plans for programs: verdicts, schedule, progress, frontier, containments, plans brought in and taken out."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from trueup.delivery.results import Scheduled, Why
from trueup.scorecard.model import Delivery
from trueup.web.delivery import queries
from trueup.web.delivery.actions import asking, bring, steps
from trueup.web.delivery.actions.report import report
from trueup.web.delivery.contained import contained
from trueup.web.delivery.frontiers import latest
from trueup.web.delivery.queries import Seen
from trueup.web.delivery.reporting.rows import Reading
from trueup.web.delivery.shapes import (
    BroughtRead,
    ContainmentGiven,
    ContainmentRead,
    Delivered,
    FrontierAsked,
    FrontierRead,
    PlanRead,
    ProgressGiven,
    ProgressPasted,
    StepGiven,
    TakenStep,
)
from trueup.web.delivery.views.files import mspdi
from trueup.web.delivery.why import chain_to
from trueup.web.documents.access import plan_place
from trueup.web.evidence.sending import batch, own_key
from trueup.web.evidence.shapes import LandedBatch
from trueup.web.evidence.sheets import pasted, stated, uploaded
from trueup.web.given import Day
from trueup.web.parties.access import ActorRequest, NotFound

router = Router()
REPORT = {"x-scope": "write", "x-own-idempotency": True}
PLAN = "/books/{book}/plans/{path:id}"
XML = "application/xml"
Graded = Annotated[str, Query(description="only progress of at least this grade: reported, verified or attested")]
AsOf = Annotated[Day | None, Query(description="what had happened when this day began; default: today")]


@router.get("/plans", response=list[PlanRead], summary="Every plan of one's party")
@paginate(key=("book", "id"))
def plans(request: ActorRequest, grade: Graded = "reported") -> list[PlanRead]:
    """Every plan in which the party has a part, over all books, as last assessed."""
    return [PlanRead.of(row) for row in queries.plans(request.actor, grade)]


@router.post("/books/{book}/plan-files", response={202: BroughtRead}, summary="Bring a plan in")
def bring_in(
    request: ActorRequest,
    book: str,
    file: Annotated[UploadedFile, File(description="MS Project, Primavera, Planner, DSLIB, PSPLIB, CSV or Jira")],
    plan: Annotated[str, Query(max_length=100, description="the plan's id; default: the file's name")] = "",
    title: Annotated[str, Query(max_length=200)] = "",
    agreement: Annotated[str, Query(max_length=200, description="the agreement that it belongs to")] = "",
    party: Annotated[str, Query(max_length=200, description="who owns what the file gives to nobody")] = "",
    party_from: Annotated[str, Query(max_length=100, description="the field that names the party")] = "",
) -> Status[BroughtRead]:
    """Have a file of a plan read in the background into a draft, as the book's customer."""
    said = {"id": plan, "title": title, "agreement": agreement, "party": party, "party_from": party_from}
    return Status(202, BroughtRead.of(bring.bring_in(request.actor, book, file, said)))


@router.get("/books/{book}/plan-files/{int:brought}", response=BroughtRead, summary="A plan brought in")
def brought(request: ActorRequest, book: str, brought: int) -> BroughtRead:
    """What was read of it, and what was not."""
    return BroughtRead.of(bring.brought(request.actor, book, brought))


@router.post(
    "/books/{book}/plan-files/{int:brought}/progress", response={201: LandedBatch}, summary="Record its progress",
    openapi_extra=REPORT,
)  # fmt: skip
def record_brought(request: ActorRequest, book: str, brought: int) -> Status[LandedBatch]:
    """Record the progress that came with the file as one's own report, once the plan is in force."""
    return Status(201, LandedBatch.of(bring.record_progress(request.actor, book, brought)))


@router.get(PLAN + "/schedule", response=list[Scheduled], summary="The schedule of a plan", by_alias=True)
@paginate(key=("start", "activity"))
def schedule(request: ActorRequest, book: str, id: str, grade: Graded = "reported") -> tuple[Scheduled, ...]:
    """Every activity, recomputed from the status date on, beside the baseline."""
    return _result(queries.plan(request.actor, book, id, grade)).activities


@router.get(PLAN + "/why", response=list[Why], summary="Why an activity is where it is")
def why(
    request: ActorRequest,
    book: str,
    id: str,
    activity: Annotated[str, Query(max_length=200, description="its id; default: the end of the plan")] = "",
) -> list[Why]:
    """The chain of activities that drives it, from the status date on."""
    seen = queries.plan(request.actor, book, id)
    result = _result(seen)
    return list(chain_to(seen, activity).steps if activity else result.critical_chain)


@router.get(
    PLAN + "/export",
    summary="The plan for other tools",
    openapi_extra={"responses": {200: {"content": {XML: {"schema": {"type": "string"}}}, "description": "MSPDI XML"}}},
)
def export(request: ActorRequest, book: str, id: str) -> Any:
    """The plan with its schedule as MSPDI XML, which Microsoft Project opens."""
    return HttpResponse(mspdi(queries.plan(request.actor, book, id)), content_type=XML)


@router.post(PLAN + "/progress", response={201: LandedBatch}, summary="Report progress", openapi_extra=REPORT)
def progress(
    request: ActorRequest, response: HttpResponse, book: str, id: str, given: ProgressGiven
) -> Status[LandedBatch]:
    """Take reports in, all of them or none; a provider reports on its own portion."""
    rows = stated([row.model_dump(exclude_none=True) for row in given.rows])
    made = report(request.actor, book, id, rows, key=own_key(request), how="api", reason=given.reason)
    return batch(response, made)


@router.post(PLAN + "/progress/text", response={201: LandedBatch}, summary="Report pasted cells", openapi_extra=REPORT)
def paste_progress(
    request: ActorRequest, response: HttpResponse, book: str, id: str, given: ProgressPasted
) -> Status[LandedBatch]:
    """Take in cells copied from a spreadsheet, under a header."""
    reading = Reading(mark=given.mark, order=given.order, status_date=given.status_date)
    rows, key = pasted(given.text), own_key(request)
    made = report(request.actor, book, id, rows, reading, key=key, how="pasted", reason=given.reason)
    return batch(response, made)


@router.post(PLAN + "/progress/files", response={201: LandedBatch}, summary="Report a file", openapi_extra=REPORT)
def upload_progress(
    request: ActorRequest,
    response: HttpResponse,
    book: str,
    id: str,
    file: Annotated[UploadedFile, File(description="CSV, Excel, OpenDocument, JSON Lines or Parquet")],
    reason: Annotated[str, Query(max_length=2000, description="why, where rows correct earlier ones")] = "",
) -> Status[LandedBatch]:
    """Take in the rows of a file, sent as multipart/form-data."""
    sheets = uploaded(file.name or "", file.read())
    made = report(request.actor, book, id, sheets, key=own_key(request), how="uploaded", reason=reason)
    return batch(response, made)


@router.post(PLAN + "/frontier", response={202: FrontierRead}, summary="Search ways to contain a slip")
def ask_frontier(request: ActorRequest, book: str, id: str, given: FrontierAsked) -> Status[FrontierRead]:
    """Have the frontier computed in the background; one that is under way is found."""
    budget = None if given.budget is None else Decimal(repr(given.budget))
    row = asking.ask(request.actor, book, id, deadline=given.deadline, budget=budget)
    run = latest(row.book, id)
    assert run is not None
    return Status(202, FrontierRead.of(run))


@router.get(PLAN + "/frontier", response=FrontierRead | None, summary="The ways to contain a slip")
def frontier(request: ActorRequest, book: str, id: str) -> FrontierRead | None:
    """The frontier that was asked for last, and how far it is; null where nobody has asked."""
    run = latest(plan_place(request.actor, book, id).book, id)
    return FrontierRead.of(run) if run else None


@router.get(PLAN + "/containments", response=list[ContainmentRead], summary="Containments", by_alias=True)
@paginate(key=("id",))
def containments(request: ActorRequest, book: str, id: str) -> list[ContainmentRead]:
    """Every containment of the plan: its steps, what was predicted and what came of it."""
    return [ContainmentRead.of(each) for each in contained(queries.plan(request.actor, book, id))]


@router.post(PLAN + "/containments", response={201: TakenStep}, summary="Propose a containment")
def propose_containment(request: ActorRequest, book: str, id: str, given: ContainmentGiven) -> Status[TakenStep]:
    """Propose a set of the plan's moves."""
    made = steps.propose(request.actor, book, id, given.moves, title=given.title, why=given.why, id=given.id)
    return Status(201, TakenStep.of(made))


@router.post(PLAN + "/containments/{containment}/steps", response={201: TakenStep}, summary="Take its next step")
def take_step(request: ActorRequest, book: str, id: str, containment: str, given: StepGiven) -> Status[TakenStep]:
    """Cost, validate, begin, end or withdraw it. It counts when all whom it binds have signed its version."""
    made = steps.step(request.actor, book, id, containment, given.to, cost=given.cost, pays=given.pays, why=given.why)
    return Status(201, TakenStep.of(made))


@router.get(PLAN, response=Delivered, summary="A plan as assessed", by_alias=True)
def plan(request: ActorRequest, book: str, id: str, grade: Graded = "reported", as_of: AsOf = None) -> Delivered:
    """Verdicts, schedule, futures, earned value, quality. 404 while no version is in force."""
    seen = queries.plan(request.actor, book, id, grade, as_of)
    return Delivered.of(seen, _result(seen))


def _result(seen: Seen) -> Delivery:
    if seen.result is None:
        raise NotFound(f"no version of the plan {seen.id!r} is in force as of that day")
    return seen.result
