"""Addresses of sources."""

from __future__ import annotations

from django.urls import path

from trueup.web.sources import views

urlpatterns = [
    path("sources", views.index, name="sources_index"),
    path("sources/<slug:book>", views.sources, name="sources"),
    path("sources/<slug:book>/files", views.files, name="source_files"),
    path("sources/<slug:book>/secrets", views.secrets, name="source_secrets"),
    path("sources/<slug:book>/loads/<int:load>", views.load, name="load"),
    path("sources/<slug:book>/of/<str:source>", views.source, name="source"),
    path("sources/<slug:book>/of/<str:source>/load", views.load_now, name="load_now"),
    path("sources/<slug:book>/of/<str:source>/schedule", views.schedule, name="source_schedule"),
]
