"""Addresses of the ledger. Checkpoint, key, proof and receipt are for everybody: witnesses, monitors, auditors."""

from __future__ import annotations

from django.urls import path

from trueup.web.proofs import public, views

urlpatterns = [
    path("ledger", views.index, name="ledger"),
    path("ledger/verify", views.verify, name="ledger-verify"),
    path("ledger/leaf/<int:index>", views.leaf, name="ledger-leaf"),
    path("ledger/leaf/<int:index>/receipt", public.receipt, name="ledger-receipt"),
    path("ledger/checkpoint", public.checkpoint, name="ledger-checkpoint"),
    path("ledger/key", public.key, name="ledger-key"),
    path("ledger/proof", public.proof, name="ledger-proof"),
    path("agreements/<str:book>/<path:id>/bundle", views.bundle, name="agreement-bundle"),
]
