"""Addresses of Explore."""

from __future__ import annotations

from django.urls import path

from trueup.web.explore import views

urlpatterns = [
    path("explore", views.index, name="explore-books"),
    path("explore/<str:book>", views.show, name="explore"),
    path("explore/<str:book>/cube.<str:format>", views.file, name="explore-file"),
    path("explore/<str:book>/facts", views.facts, name="explore-facts"),
    path("explore/<str:book>/facts.<str:format>", views.facts_file, name="explore-facts-file"),
    path("explore/<str:book>/views", views.save, name="explore-save"),
    path("explore/<str:book>/views/<int:pk>", views.view, name="explore-view"),
    path("explore/<str:book>/views/<int:pk>/remove", views.remove, name="explore-remove"),
]
