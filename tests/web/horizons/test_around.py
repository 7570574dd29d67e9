"""What other pages say of horizons, what Trueup proposes, and who signs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.horizons.mill import PAGE, REST, STAKEHOLDERS
from tests.web.seated import text
from trueup.web.documents import listing
from trueup.web.documents.access import document_place
from trueup.web.documents.actions import propose, save_draft, sign
from trueup.web.documents.models import Version
from trueup.web.horizons.computing import compute
from trueup.web.horizons.lines import every
from trueup.web.parties.access import NotFound
from trueup.web.today.horizons import wanted
from trueup.web.today.waiting import waiting

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]


def test_today_says_what_to_do(personas: dict[str, Any], browse: Browse) -> None:
    told = {line.what for line in every(personas["mill owner"])}
    assert told == {"lapsed", "disordered", "ageing"}
    needs = [each.tell() for each in wanted(every(personas["mill owner"]))]
    page = text(browse("mill owner").get("/"))
    for need in needs:
        assert need.href in page
    assert any("12 hours" in need.why for need in needs)
    assert any("holds until" in need.why for need in needs)
    assert {line.what for line in every(personas["mill viewer"])} == {"lapsed", "disordered"}, (
        "a viewer answers nothing"
    )
    assert not every(personas["carter owner"])


def test_the_agreement_has_a_line(browse: Browse) -> None:
    assert PAGE not in text(browse("carter owner").get("/agreements/mill/carts"))


def without_a_level() -> str:
    """The next version, with nothing said of the fourth level."""
    at = STAKEHOLDERS.index("    criteria: [{id: pulse")
    rest = STAKEHOLDERS[at:].split("\n", 1)[1]
    return (STAKEHOLDERS[:at] + rest).replace("id: saw-people\n", "id: saw-people\nversion: 2\nwhy: asked otherwise\n")


def agreed(personas: dict[str, Any], text: str) -> Version:
    owner, other = personas["mill owner"], personas["sawyer owner"]
    save_draft(owner, "mill", "stakeholders", "saw-people", text)
    version = propose(owner, "mill", "stakeholders", "saw-people")
    assert sign(owner, "mill", "stakeholders", "saw-people", 2, version.digest).state == "proposed"
    assert any(each.kind == "stakeholders" and each.signs for each in waiting(other))
    assert not any(each.signs for each in waiting(personas["carter owner"]))
    return sign(other, "mill", "stakeholders", "saw-people", 2, version.digest)


def test_both_sides_sign_and_an_empty_level_gets_proposals(personas: dict[str, Any], browse: Browse) -> None:
    assert agreed(personas, without_a_level()).state == "in_force"
    compute("mill")
    client = browse("sawyer editor")
    page = text(client.get(PAGE))
    assert "Trueup proposes" in page
    assert "Nothing says by what this level is judged." in page
    found = json.loads(client.get(f"{REST}/proposals").content)
    assert {each["horizon"] for each in found["proposals"]} == {"technology_team"}
    answer = client.post(f"{PAGE}/propose")
    assert answer.headers["Location"] == "/books/mill/documents/stakeholders/saw-people/edit"
    draft = Version.objects.get(doc_id="saw-people", state="draft")
    assert (draft.party.slug, draft.number) == ("sawyer", 3)
    checked = client.get(answer.headers["Location"])
    assert "technology_team" in text(checked)
    draft.text = "mine"
    draft.save()
    client.post(f"{PAGE}/propose")
    assert Version.objects.get(pk=draft.pk).text == "mine", "a draft that is there stays"


def test_the_horizons_of_an_agreement_begin_with_a_proposal(personas: dict[str, Any], browse: Browse) -> None:
    client = browse("carter editor")
    assert "Write them down" in text(client.get("/horizons"))
    answer = client.post("/horizons/mill/begin", {"agreement": "carts"})
    assert answer.headers["Location"] == "/books/mill/documents/stakeholders/carts-people/edit"
    draft = Version.objects.get(doc_id="carts-people")
    assert (draft.kind, draft.state, draft.party.slug) == ("stakeholders", "draft", "carter")
    assert client.post("/horizons/mill/begin", {"agreement": "saw"}).status_code == 404
    assert browse("mill owner").post("/horizons/mill/begin", {"agreement": "saw"}).headers["Location"] == "/horizons"
    version = propose(personas["carter owner"], "mill", "stakeholders", "carts-people")
    assert version.state == "proposed"


def test_documents_are_seen_by_those_who_have_a_part(personas: dict[str, Any]) -> None:
    for name, sees in (("mill viewer", 1), ("sawyer viewer", 1), ("audit viewer", 1), ("carter owner", 0)):
        assert len(listing.every(personas[name], "mill", kind="stakeholders")) == sees
    with pytest.raises(NotFound):
        document_place(personas["carter owner"], "mill", "stakeholders", "saw-people")
