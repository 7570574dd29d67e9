"""Every router of the API, by the tag under which its operations are described."""

from __future__ import annotations

from ninja import Router

from trueup.web.assessments import api as assessments
from trueup.web.calibration import api as calibration
from trueup.web.delivery import api as delivery
from trueup.web.documents import api as documents
from trueup.web.evidence import api as evidence
from trueup.web.explore import api as explore
from trueup.web.horizons import api as horizons
from trueup.web.jobs import api as jobs
from trueup.web.notices import api as notices
from trueup.web.operating_model import api as operating_model
from trueup.web.parties import api as parties
from trueup.web.payments import api as payments
from trueup.web.proofs import api as proofs
from trueup.web.sources import api as sources
from trueup.web.statements import api as statements
from trueup.web.surveys import api as surveys
from trueup.web.today import api as today
from trueup.web.value import api as value
from trueup.web.wins import api as wins
from trueup.web.work import api as work
from trueup.web.worth import api as worth

ROUTERS: dict[str, Router] = {
    "ledger": proofs.router,
    "evidence": evidence.router,
    "payments": payments.router,
    "value": value.router,
    "statements": statements.router,
    "agreements": assessments.router,
    "today": today.router,
    "plans": delivery.router,
    "surveys": surveys.router,
    "jobs": jobs.router,
    "wins": wins.router,
    "horizons": horizons.router,
    "worth": worth.router,
    "models": operating_model.router,
    "calibration": calibration.router,
    "explore": explore.router,
    "sources": sources.router,
    "work": work.router,
    "notices": notices.router,
    "books": documents.router,
    "parties": parties.router,
}
