"""Every router of the API, by the tag under which its operations are described."""

from __future__ import annotations

from ninja import Router

from trueup.web.assessments import api as assessments
from trueup.web.evidence import api as evidence
from trueup.web.parties import api as parties

ROUTERS: dict[str, Router] = {
    "evidence": evidence.router,
    "agreements": assessments.router,
    "parties": parties.router,
}
