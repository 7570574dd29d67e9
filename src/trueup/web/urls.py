"""Every URL of the web application: one noun, one folder."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("trueup.web.site.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("trueup.web.parties.urls")),
]

handler400 = "trueup.web.site.errors.malformed"
handler403 = "trueup.web.site.errors.refused"
handler404 = "trueup.web.site.errors.missing"
handler500 = "trueup.web.site.errors.broken"
