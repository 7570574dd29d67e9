"""Addresses that belong to no noun."""

from __future__ import annotations

from django.urls import path

from trueup.web.site import views

urlpatterns = [
    path("alive", views.alive, name="alive"),
    path("look", views.look, name="look"),
    path("how-do-you-know", views.how_do_you_know, name="how-do-you-know"),
]
