"""How programs send rows: under a key of the request's own, answered with the batch."""

from __future__ import annotations

import hashlib
import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Status

from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.shapes import LandedBatch


def own_key(request: HttpRequest) -> str:
    """The request's own key: facts and statements are known by it for good, not for a day only."""
    given = request.headers.get("Idempotency-Key")
    said = f"{request.path} {given}" if given else uuid.uuid4().hex
    return f"api-{hashlib.sha256(said.encode()).hexdigest()[:40]}"


def batch(response: HttpResponse, landed: Landed) -> Status[LandedBatch]:
    """What became of a batch; whether the same was sent before, a header says."""
    if landed.already:
        response["Idempotency-Replayed"] = "true"
    return Status(201, LandedBatch.of(landed))
