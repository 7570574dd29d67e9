"""A plan's page says what its end is at the pace of real projects, and how often such intervals held."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.web.delivery.trouble import PAGE
from tests.web.seated import text
from trueup.report.pace import held
from trueup.web.documents.models import Book


def test_the_page_says_how_far_its_futures_can_be_believed(known: Book, sign_in: Callable[..., Client]) -> None:
    page = text(sign_in("northwind").get(PAGE)).replace("\N{NO-BREAK SPACE}", " ")
    assert held() in page
    assert "P(on time) at the pace of real projects" in page
    assert "80 % by, at that pace" in page
