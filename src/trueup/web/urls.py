"""Every URL of the web application: one noun, one folder."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("trueup.web.site.urls")),
    path("", include("trueup.web.today.urls")),
    path("", include("trueup.web.portfolio.urls")),
    path("", include("trueup.web.proofs.urls")),
    path("", include("trueup.web.evidence.urls")),
    path("", include("trueup.web.explore.urls")),
    path("", include("trueup.web.delivery.urls")),
    path("", include("trueup.web.surveys.urls")),
    path("", include("trueup.web.calibration.urls")),
    path("", include("trueup.web.jobs.urls")),
    path("", include("trueup.web.statements.urls")),
    path("", include("trueup.web.worth.urls")),
    path("", include("trueup.web.operating_model.urls")),
    path("", include("trueup.web.wins.urls")),  # beneath the address of a ladder
    path("", include("trueup.web.horizons.urls")),
    path("", include("trueup.web.payments.urls")),
    path("", include("trueup.web.value.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("trueup.web.kept.urls")),  # the page of one's own settings
    path("", include("trueup.web.parties.urls")),
    path("", include("trueup.web.documents.urls")),
    path("", include("trueup.web.sources.urls")),
    path("", include("trueup.web.work.urls")),
    path("", include("trueup.web.notices.urls")),
    path("", include("trueup.web.agreements.urls")),  # after all that is beneath the address of an agreement
    path("api/", include("trueup.web.api.urls")),
]

handler400 = "trueup.web.errors.malformed"
handler403 = "trueup.web.errors.refused"
handler404 = "trueup.web.errors.missing"
handler500 = "trueup.web.errors.broken"
