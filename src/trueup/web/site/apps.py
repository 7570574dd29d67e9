"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """What all pages share: the frame, the style, the security policy, numbers for people."""

    name = "trueup.web.site"
    label = "site"
