"""Addresses of evidence."""

from __future__ import annotations

from django.urls import path

from trueup.web.evidence.views import dispute, page, report, stakes, vouch

_AT = "agreements/<str:book>/<path:id>/evidence"

urlpatterns = [
    path(_AT, page.show, name="evidence"),
    path(f"{_AT}/<slug:what>.<slug:format>", page.file, name="evidence-file"),
    path(f"{_AT}/report", report.one, name="report"),
    path(f"{_AT}/paste", report.many, name="paste"),
    path(f"{_AT}/verify", vouch.vouch, {"way": "verify"}, name="verify"),
    path(f"{_AT}/attest", vouch.vouch, {"way": "attest"}, name="attest"),
    path(f"{_AT}/dispute", dispute.raise_one, name="dispute-open"),
    path(f"{_AT}/disputes/<str:dispute>", dispute.one, name="dispute"),
    path(f"{_AT}/certificates/<str:attestation>", page.certificate, name="certificate"),
    path("books/<str:book>/stakes", stakes.stakes, name="stakes"),
]
