"""The page of the API says what the API does, and the page that the server makes of itself can be read."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.web.api.page import PAGE, written
from trueup import client as remote
from trueup.client import Client as Remote
from trueup.web.api.level import LEVEL
from trueup.web.api.problems import KINDS
from trueup.web.api.urls import api


def test_the_page_lists_every_operation():
    """Run: python -m tests.web.api.page."""
    assert PAGE.read_text(encoding="utf-8") == written()


def test_every_level_has_a_row_and_the_last_is_this_one():
    chapter = PAGE.read_text(encoding="utf-8").split("## Levels")[1].split("## Operations")[0]
    levels = [int(number) for number in re.findall(r"^\| (\d+) \|", chapter, re.MULTILINE)]
    assert levels == list(range(1, LEVEL + 1))


def test_every_kind_of_problem_has_a_row():
    chapter = PAGE.read_text(encoding="utf-8").split("## Problems")[1].split("## From Python")[0]
    rows = re.findall(r"^\| ([\d, ]+) \|", chapter, re.MULTILINE)
    assert {int(number) for row in rows for number in row.split(", ")} == set(KINDS)


def test_every_error_and_method_of_the_client_has_a_row():
    chapter = PAGE.read_text(encoding="utf-8").split("## From Python")[1].split("## Levels")[0]
    errors = [name for name in remote.__all__ if name not in ("Client", "connect")]
    methods = [name for name in vars(Remote) if not name.startswith("_") and name not in ("close", "transport")]
    assert [name for name in (*errors, *methods) if f"`{name}`" not in chapter] == []


@pytest.mark.django_db
def test_the_server_shows_a_page_without_anything_from_outside(client: Client):
    response = client.get("/api/v1/docs")
    text = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []
    assert "<script" not in text.split("<main")[1].split("</main>")[0]
    for path in api.get_openapi_schema(path_prefix="/api/v1/")["paths"]:
        assert path in text
    for slug, _ in KINDS.values():
        assert f'id="problem-{slug}"' in text
