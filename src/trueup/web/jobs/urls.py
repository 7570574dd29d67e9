"""Addresses of jobs. An id may hold slashes, so the page of a job map comes after all that is beneath it."""

from __future__ import annotations

from django.urls import path

from trueup.web.jobs.views import asking, files, page

_AT = "jobs/<str:book>/<path:id>"

urlpatterns = [
    path("jobs", page.index, name="jobs"),
    path("jobs.<str:format>", files.listed, name="jobs-file"),
    path(f"{_AT}/survey", asking.build, name="job-survey"),
    path(f"{_AT}/report", asking.report, name="job-report"),
    path(f"{_AT}/state", page.state, name="job-state"),
    path(f"{_AT}/<slug:what>.<str:format>", files.table, name="job-file"),
    path(_AT, page.show, name="job"),
]
