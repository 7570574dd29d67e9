"""Bringing a plan of another tool in: read in the background, kept as a draft, its progress recorded when it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.web.delivery.actions.report import report
from trueup.web.delivery.models import BroughtPlan
from trueup.web.documents.access import book_place
from trueup.web.documents.books import open_book
from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.sheets import stated
from trueup.web.parties.access import Actor, NotFound
from trueup.web.work.queue import put

LARGEST = 64 * 2**20
SAID = ("id", "title", "agreement", "party_from", "party", "format")
KEPT = 20


def bring_in(actor: Actor | None, book: str, file: UploadedFile[Any], said: Mapping[str, str]) -> BroughtPlan:
    """Have a file read in the background; draft and report come when it is. Raises NotFound, Refused, InputError.

    `said` may hold id, title, agreement, party_from, party and format (sources.plans.Options).
    """
    from trueup.web.delivery.tasks import read_brought

    place = book_place(actor, book, "book.edit")
    if not file.size or file.size > LARGEST:
        raise InputError(_("the file is empty, or has more than 64 MB"))
    options = {name: said[name] for name in SAID if said.get(name)}
    with transaction.atomic():
        row = BroughtPlan.objects.create(
            book=place.book,
            member_id=place.actor.member,
            file=(file.name or "plan")[-200:],
            content=file.read(),
            options=options,
            asked_at=timezone.now(),
        )
        put(read_brought, about="plan/" + options.get("id", row.file), book=book, brought=row.pk)
    old = BroughtPlan.objects.filter(book=place.book).order_by("-asked_at").values_list("pk", flat=True)[KEPT:]
    BroughtPlan.objects.filter(pk__in=list(old)).delete()
    return row


def brought(actor: Actor | None, book: str, pk: int) -> BroughtPlan:
    """One upload. Raises NotFound."""
    place = book_place(actor, book, "book.read")
    row = BroughtPlan.objects.filter(book=place.book, pk=pk).first()
    if row is None:
        raise NotFound(_("there is no such upload"))
    return row


def record_progress(actor: Actor | None, book: str, pk: int) -> Landed:
    """Record the progress that came with a plan, as reported by the actor's own party, once the plan is in force.

    Raises NotFound, Refused, InputError, FactError.
    """
    row = brought(actor, book, pk)
    if not row.progress:
        raise InputError(_("no progress came with this file"))
    if row.plan not in open_book(book).book.plans:
        raise InputError(_("the plan is not in force yet"), do=_("propose the draft and have it signed first"))
    landed = report(actor, book, row.plan, stated(row.progress), key=f"brought-{row.pk:08d}", how="uploaded",
                    reason=_("came with %(file)s") % {"file": row.file})  # fmt: skip
    BroughtPlan.objects.filter(pk=row.pk, recorded_at=None).update(recorded_at=timezone.now())
    return landed
