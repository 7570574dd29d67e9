"""The pages of the ledger: what it holds, how an entry is proved, bundles to take away and to verify."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trueup.bundle.report import Report
from trueup.bundle.verify import verify_bundle
from trueup.ledger.keys import VerifierKey
from trueup.vocabulary import Grade, InputError, LedgerError
from trueup.web.kept.page import kept
from trueup.web.ledger.checkpoints import current
from trueup.web.ledger.serverkey import verifier
from trueup.web.parties.access import ActorRequest
from trueup.web.proofs import bundles, queries
from trueup.web.site.door import seated

LARGEST = 20 * 1024 * 1024
"""Bytes of a bundle that is verified here; a larger one is verified with `trueup verify`."""


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Checkpoints, witnesses and entries; `?agreement=BOOK/ID` those of one agreement, `?before=N` older ones."""
    trouble = _sign()
    return kept(request, partial(_made, request, trouble), trouble, on=queries.SIGNED)


def _made(request: ActorRequest, trouble: str) -> HttpResponse:
    found = queries.overview(request.actor, _number(request.GET.get("before")), _agreement(request))
    context = {"ledger": found, "trouble": trouble, "agreement": request.GET.get("agreement", "")}
    return render(request, "proofs/ledger.html", context)


def _sign() -> str:
    """Bring what is shown under a signed checkpoint; what hinders it, in words."""
    try:
        current(timezone.now())
    except LedgerError as wrong:
        return str(wrong)
    return ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _agreement(request: HttpRequest) -> tuple[str, str] | None:
    book, slash, name = request.GET.get("agreement", "").partition("/")
    return (book, name) if slash else None


@require_safe
@seated
def leaf(request: ActorRequest, index: int) -> HttpResponse:
    """One entry, and its way to the signed root, step by step."""
    return render(request, "proofs/leaf.html", {"proof": queries.proven(request.actor, index)})


@require_safe
@seated
def bundle(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The bundle of an agreement, to be kept and verified anywhere; `?as_of=DATE&grade=GRADE`."""
    as_of, grade = _day(request.GET.get("as_of")), _grade(request.GET.get("grade"))
    data = bundles.bundle(request.actor, book, id, as_of=as_of, grade=grade, now=timezone.now())
    answer = HttpResponse(data, content_type="application/vnd.trueup.bundle")
    name = "".join(letter if (letter.isascii() and letter.isalnum()) or letter in "-_" else "-" for letter in id)
    answer["Content-Disposition"] = f'attachment; filename="{name}.bundle"'
    return answer


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(_("this is not a day"), where=text, do=_("write it as 2026-10-01")) from None


def _grade(text: str | None) -> Grade:
    names = [each.name for each in Grade]
    if text and text not in names:
        raise InputError(_("there is no such grade"), do=", ".join(names))
    return Grade[text] if text else Grade.reported


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def verify(request: ActorRequest) -> HttpResponse:
    """Upload a bundle; the report says line by line what holds, what fails and what is missing."""
    if request.method != "POST":
        return render(request, "proofs/verify.html", {"key": str(verifier())})
    given = request.FILES.get("bundle")
    if given is None or given.size is None:
        return _asked(request, _("choose a file first"))
    if given.size > LARGEST:
        return _asked(request, _("the file is larger than 20 MB: verify it with “trueup verify”"))
    trusted = request.POST.get("key", "").strip()
    try:
        keys = [VerifierKey.parse(line) for line in trusted.split()]
    except LedgerError as wrong:
        return _asked(request, str(wrong), trusted)
    report = verify_bundle(given.read(), keys)
    return render(
        request, "proofs/verify.html", {"report": report, "file": given.name, "key": trusted, **_counts(report)}
    )


def _counts(report: Report) -> dict[str, int]:
    return {state: sum(each.state == state for each in report.checks) for state in ("fails", "missing")}


def _asked(request: HttpRequest, wrong: str, key: str = "") -> HttpResponse:
    return render(request, "proofs/verify.html", {"wrong": wrong, "key": key}, status=422)
