"""The address of Today."""

from __future__ import annotations

from django.urls import path

from trueup.web.today import views

urlpatterns = [path("", views.index, name="today")]
