"""Operating models through the client."""

from __future__ import annotations

import httpx
import pytest
from django.core.wsgi import get_wsgi_application

import trueup
from tests.web.conftest import member
from tests.web.operating_model.conftest import acting, on_server
from trueup.client import NotAccepted, NotThere
from trueup.operating_model.archimate import read_model
from trueup.web.parties.access import SCOPES_OF
from trueup.web.parties.actions import make_token

__all__ = ["acting", "member", "on_server"]
MODEL = ("harbour", "homes")


def test_a_model_by_a_program(on_server, acting):
    token = make_token(acting("lens"), "client", SCOPES_OF["owner"]).text
    http = httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application()))
    client = trueup.connect("http://testserver", token, http=http)
    assert [(row.id, row.jobs, row.complete, row.gaps) for row in client.models()] == [("homes", 2, 1, 4)]
    found = client.model(*MODEL)
    assert found.result is not None
    assert found.result.coverage.complete == ("buy",)
    assert {each.id for each in client.trace(*MODEL, "lend").down} == {"score", "interest"}
    assert client.gaps(*MODEL).result == found.result.gaps
    assert client.what_if(*MODEL, "acme").cut_off.jobs == ("buy",)
    assert client.seven_s(*MODEL).result == found.result.seven_s
    assert read_model(client.archimate(*MODEL)).model.jobs[0].name == "Buy a home"
    with pytest.raises(NotThere):
        client.model("harbour", "no-such")


def test_a_file_of_another_tool_by_a_program(on_server, acting, tmp_path):
    token = make_token(acting("harbour"), "client", SCOPES_OF["owner"]).text
    http = httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application()))
    client = trueup.connect("http://testserver", token, http=http)
    file = tmp_path / "homes.xml"
    file.write_bytes(client.archimate(*MODEL))
    read = client.bring_model("harbour", "again", file)
    assert (read.model, read.file, read.elements["job"]) == ("again", "homes.xml", 2)
    file.write_text("<model")
    with pytest.raises(NotAccepted):
        client.bring_model("harbour", "again", file)
