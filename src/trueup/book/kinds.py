"""The kinds of documents that a book may hold."""

from __future__ import annotations

from trueup.agreements.documents import Agreement, Attestation, Dispute
from trueup.book.documents import BookDefinition
from trueup.delivery.documents import Containment, Plan
from trueup.horizons.stakeholders import Stakeholders
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.kpis.documents import Kpi
from trueup.operating_model.document import OperatingModel
from trueup.value.business_case import BusinessCase
from trueup.value.improvement import Improvement
from trueup.value.statement import Statement
from trueup.vocabulary import Document, PartyDocument


def kinds() -> dict[str, type[Document]]:
    """Each kind by its word, in the order in which people write them."""
    from trueup.sources.documents import Source

    classes: tuple[type[Document], ...] = (
        BookDefinition,
        PartyDocument,
        Kpi,
        Agreement,
        BusinessCase,
        Plan,
        Containment,
        JobMap,
        Survey,
        Improvement,
        Stakeholders,
        OperatingModel,
        Source,
        Attestation,
        Dispute,
        Statement,
    )
    return {kind.kind_name(): kind for kind in classes}
