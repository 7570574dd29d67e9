"""Job maps and surveys on the server: who sees, proposes and signs them, and how they are edited and read."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.http import QueryDict

from tests.web.documents.test_form import post
from tests.web.documents.test_life import Personas, sign
from tests.web.documents.test_pages import browser, shown
from trueup.book import Book, yaml
from trueup.vocabulary import Issue
from trueup.web.documents import actions, books, panels
from trueup.web.documents.access import document_place
from trueup.web.documents.form.fill import fill
from trueup.web.documents.form.nodes import Group, Input, Several
from trueup.web.documents.form.shape import shape_of
from trueup.web.documents.form.take import take
from trueup.web.documents.listing import every
from trueup.web.documents.models import Version
from trueup.web.issues import document_issue
from trueup.web.parties.access import NotFound, Refused
from trueup.web.parties.models import Party

pytestmark = pytest.mark.django_db

PROJECT = "portal-2026"
"""The project of an agreement between northwind and acme alone."""
BOOK = """\
kind: book
id: northwind
name: Northwind Insurance
currency: EUR
parties:
  - {id: northwind, name: Northwind Insurance, role: customer}
  - {id: acme, name: Acme Software, role: provider}
  - {id: sint, name: Sint Integration, role: provider}
  - {id: assay, name: Assay Partners, role: observer}
---
kind: kpi
id: calls
name: Second calls
unit: count
direction: decrease
owner: northwind
measurement: {by: northwind, rule: calls about a claim that had been called about}
entered: true
---
kind: agreement
id: portal
title: Customer portal
project: portal-2026
customer: northwind
providers: [acme]
effective: 2026-01-01
objectives: []
---
kind: agreement
id: claims
title: Claims
project: claims-2026
customer: northwind
providers: [sint]
effective: 2026-01-01
objectives: []
"""
MAP = """\
kind: job_map
id: file-a-claim
job: Recover from an insured loss
executor: policyholder
steps:
  - id: define
    name: Find out what is covered
    outcomes:
      - {id: o1, statement: Minimize the time it takes to find out what is covered}
      - {id: o2, statement: Minimize the time and cost of a second call}
"""
SURVEY = """\
kind: survey
id: holders
job_map: file-a-claim
waves: [{id: 2026-h1, opens: 2026-04-01, closes: 2026-04-15}]
"""
PEOPLE = (
    "customer owner", "customer editor", "customer viewer", "provider owner", "provider editor", "provider viewer",
    "other provider", "observer", "observer editor", "stranger", "anonymous",
)  # fmt: skip
EDIT = "/books/northwind/documents/job_map/file-a-claim/edit"


@pytest.fixture
def book(home: Path, tmp_path: Path, personas: Personas) -> str:
    """A small book on the server; its parties are those of the personas."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "book.yaml").write_text(BOOK)
    seats = {slug: Party.objects.get(slug=slug).pk for slug in ("northwind", "acme", "sint", "assay")}
    return actions.import_book(folder, seats=seats).slug


def in_force(personas: Personas, kind: str, id: str, text: str, *signing: str) -> None:
    """A document that was drafted by the customer and signed by all who must."""
    actions.save_draft(personas["customer owner"], "northwind", kind, id, text)
    version = actions.propose(personas["customer owner"], "northwind", kind, id)
    for persona in ("customer owner", *signing):
        sign(personas[persona], version)
    assert Version.objects.get(kind=kind, doc_id=id).state == "in_force"


def held(personas: Personas, kind: str, id: str, right: str) -> tuple[set[str], set[str]]:
    """Who has a right to a document, and who sees the document and has not."""
    may, refused = set(), set()
    for name in PEOPLE:
        try:
            document_place(personas[name], "northwind", kind, id, right)
            may.add(name)
        except Refused:
            refused.add(name)
        except NotFound:
            pass
    return may, refused


CUSTOMER = {name for name in PEOPLE if name.startswith("customer")}
PROVIDER = {name for name in PEOPLE if name.startswith("provider")}


def test_by_itself_a_job_map_and_its_survey_are_the_customers(book: str, personas: Personas) -> None:
    in_force(personas, "job_map", "file-a-claim", MAP)
    in_force(personas, "survey", "holders", SURVEY)
    for kind, name in (("job_map", "file-a-claim"), ("survey", "holders"), ("survey", "no-such")):
        assert held(personas, kind, name, "agreement.read") == (CUSTOMER, set())
        assert held(personas, kind, name, "version.propose") == (
            {"customer owner", "customer editor"},
            {"customer viewer"},
        )
        assert held(personas, kind, name, "version.sign")[0] == {"customer owner"}


def test_the_parties_of_an_agreement_of_its_project_read_and_propose(book: str, personas: Personas) -> None:
    in_force(personas, "job_map", "file-a-claim", MAP + f"project: {PROJECT}\n")
    in_force(personas, "survey", "holders", SURVEY)
    for kind, name in (("job_map", "file-a-claim"), ("survey", "holders")):
        may, refused = held(personas, kind, name, "agreement.read")
        assert (may & CUSTOMER, may & PROVIDER, refused) == (CUSTOMER, PROVIDER, set())
        assert not may & {"other provider", "stranger", "anonymous"}
        propose = held(personas, kind, name, "version.propose")[0]
        assert propose == {"customer owner", "customer editor", "provider owner", "provider editor"}
    listed = {(row.kind, row.id) for row in every(personas["provider viewer"], "northwind")}
    assert {("job_map", "file-a-claim"), ("survey", "holders")} <= listed
    assert not {row.kind for row in every(personas["other provider"], "northwind")} & {"job_map", "survey"}


def test_who_asks_sees_the_survey_and_its_job_map_before_they_are_in_force_too(book: str, personas: Personas) -> None:
    in_force(personas, "job_map", "file-a-claim", MAP)
    actions.save_draft(personas["customer owner"], "northwind", "survey", "holders", SURVEY + "party: sint\n")
    assert "other provider" not in held(personas, "survey", "holders", "agreement.read")[0], "a draft is nobody's else"
    version = actions.propose(personas["customer owner"], "northwind", "survey", "holders")
    for kind, name in (("survey", "holders"), ("job_map", "file-a-claim")):
        may, _ = held(personas, kind, name, "agreement.read")
        assert may == CUSTOMER | {"other provider"}
    sign(personas["customer owner"], version)
    assert Version.objects.get(kind="survey").state == "proposed", "the provider that asks signs too"
    sign(personas["other provider"], version)
    assert Version.objects.get(kind="survey").state == "in_force"


def test_an_observer_that_asks_reads_and_signs_nothing(book: str, personas: Personas) -> None:
    in_force(personas, "job_map", "file-a-claim", MAP)
    in_force(personas, "survey", "holders", SURVEY + "party: assay\n")
    observers = {"observer", "observer editor"}
    assert held(personas, "survey", "holders", "agreement.read")[0] == CUSTOMER | observers
    may, refused = held(personas, "survey", "holders", "version.propose")
    assert (may & observers, refused & observers) == (set(), observers)


PROMISED = """\
kind: kpi
id: ease
name: Found out what is covered
unit: count
direction: increase
owner: northwind
measurement: {by: northwind, rule: the panel}
panel: {survey: holders, outcome: o1}
---
kind: agreement
id: promised
title: Promised
customer: northwind
providers: [sint]
effective: 2026-01-01
objectives:
  - {id: ease, kpi: ease, baseline: {actual: 4, period: 2025-07-01/2026-01-01}, target: 6, due: 2026-12-31,
     from: effective}
"""


def test_an_agreement_that_promises_an_outcome_is_about_its_survey(db: None) -> None:
    texts = [("book", BOOK), ("map", MAP), ("survey", SURVEY), ("promised", PROMISED)]
    documents = Book.read(texts)
    assert panels.agreements("northwind", documents, "survey", "holders") == {"promised"}
    assert panels.agreements("northwind", documents, "job_map", "file-a-claim") == {"promised"}
    assert panels.agreements("northwind", documents, "survey", "another") == set()
    in_project = Book.read([("book", BOOK), ("map", MAP + f"project: {PROJECT}\n"), ("survey", SURVEY)])
    assert panels.agreements("northwind", in_project, "survey", "holders") == {"portal"}


def test_missing_and_forbidden_look_the_same(book: str, personas: Personas) -> None:
    in_force(personas, "job_map", "file-a-claim", MAP)
    said = []
    for name in ("file-a-claim", "no-such"):
        with pytest.raises(NotFound) as hidden:
            document_place(personas["other provider"], "northwind", "job_map", name)
        said.append(str(hidden.value).replace(name, "X"))
    assert said[0] == said[1]


def test_a_provider_amends_and_the_customer_signs(book: str, personas: Personas) -> None:
    in_force(personas, "job_map", "file-a-claim", MAP + f"project: {PROJECT}\n")
    text = MAP.replace("time and cost", "time").replace("id: file-a-claim", "id: file-a-claim\nversion: 2")
    actions.save_draft(
        personas["provider editor"], "northwind", "job_map", "file-a-claim", f"{text}project: {PROJECT}\n"
    )
    version = actions.propose(personas["provider editor"], "northwind", "job_map", "file-a-claim")
    page = shown(browser(personas["provider viewer"]), "/books/northwind/documents/job_map/file-a-claim/versions/2")
    assert "reads &quot;Minimize the time of a second call&quot; now" in page
    sign(personas["customer owner"], version)
    assert books.open_book(book).book.job_map("file-a-claim").latest.version == 2


def test_a_version_that_changes_what_a_wave_asks_is_refused_without_a_new_wave(book: str, personas: Personas) -> None:
    in_force(personas, "job_map", "file-a-claim", MAP)
    in_force(personas, "survey", "holders", SURVEY)
    text = SURVEY.replace("id: holders", "id: holders\nversion: 2") + "outcomes: [o1]\n"
    actions.save_draft(personas["customer owner"], "northwind", "survey", "holders", text)
    with pytest.raises(actions.proposals.Unready, match="add a wave"):
        actions.propose(personas["customer owner"], "northwind", "survey", "holders")


def test_a_map_is_built_with_buttons_alone(book: str, personas: Personas) -> None:
    client = browser(personas["customer editor"])
    answer = client.post("/books/northwind/documents/new", {"kind": "job_map", "id": "file-a-claim"})
    assert answer.headers["Location"] == EDIT
    data = {"job": "Recover from an insured loss", "executor": "policyholder"}
    assert client.post(EDIT, data | {"do": "add:steps"}).headers["Location"] == f"{EDIT}#f-steps.0"
    data |= {"steps.#": "0", "steps.0.id": "define", "steps.0.name": "Find out"}
    added = client.post(EDIT, data | {"do": "add:steps.0.outcomes"})
    assert added.headers["Location"] == f"{EDIT}#f-steps.0.outcomes.0"
    page = shown(client, EDIT)
    assert re.search(r'name="steps\.0\.outcomes\.0\.id" value="o1"', page), "an outcome comes with an id"
    data |= {"steps.0.outcomes.#": "0", "steps.0.outcomes.0.id": "o1"}
    assert client.post(EDIT, data | {"steps.0.outcomes.0.statement": "Find a carrier", "do": "save"}).status_code == 302
    kept = yaml.read(Version.objects.get(state="draft").text.encode(), "")[0][0].data
    assert kept["steps"][0]["outcomes"] == [{"id": "o1", "statement": "Find a carrier"}]


def test_lint_stands_at_the_field_with_its_words_marked(book: str, personas: Personas) -> None:
    client = browser(personas["customer editor"])
    actions.save_draft(personas["customer editor"], "northwind", "job_map", "file-a-claim", MAP)
    page = shown(client, EDIT)
    told = re.search(r'<div class="told" id="i-steps\.0\.outcomes\.1\.statement">(.*?)</div>', page, re.S)
    assert told
    assert "Minimize the <mark>time and cost</mark> of a second call" in told[1]
    assert "two_metrics" in told[1]
    assert "It can be proposed" in page, "advice stops nobody"
    german = browser(personas["customer editor"])
    german.cookies["django_language"] = "de"
    assert "mehr als ein Maß" in unescape(shown(german, EDIT))


def test_a_check_sends_what_is_to_be_said_at_each_field(book: str, personas: Personas) -> None:
    client = browser(personas["customer editor"])
    actions.save_draft(personas["customer editor"], "northwind", "job_map", "file-a-claim", MAP)
    page = client.post(f"{EDIT}/check", {"text": MAP.replace("time and cost", "fast cost")}).content.decode()
    assert re.search(r'id="i-steps\.0\.outcomes\.1\.statement" hx-swap-oob="true"><p class="marked">', page)
    assert "<mark>fast</mark>" in page
    assert re.search(r'id="i-steps\.0\.outcomes\.0\.statement" hx-swap-oob="true"></div>', page), "what was mended goes"


def test_a_version_is_read_as_a_tree_with_the_same_marks(book: str, personas: Personas) -> None:
    in_force(personas, "job_map", "file-a-claim", MAP)
    page = shown(browser(personas["customer viewer"]), "/books/northwind/documents/job_map/file-a-claim/versions/1")
    assert "The job map" in page
    assert "<code>o1</code> Minimize the time it takes to find out what is covered" in page
    assert "<code>o2</code> Minimize the <mark>time and cost</mark> of a second call" in page


def test_no_text_of_a_map_becomes_markup(book: str, personas: Personas) -> None:
    evil = MAP.replace("of a second call", "<script>alert(1)</script> of it")
    in_force(personas, "job_map", "file-a-claim", evil)
    client = browser(personas["customer editor"])
    for address in (EDIT, EDIT.replace("/edit", "/versions/1"), "/books/northwind/documents"):
        assert "<script>alert" not in shown(client, address)


def statement(issues: list[Issue], text: str = "Minimize the time and cost") -> Input:
    data = {"steps": [{"id": "define", "outcomes": [{"id": "o1", "statement": text}]}]}
    form = fill(shape_of("job_map"), data, issues)
    steps = next(part for part in form.parts if isinstance(part, Several) and part.name == "steps")
    outcomes = next(part for part in steps.items[0].parts if isinstance(part, Several))
    return next(part for part in outcomes.items[0].parts if isinstance(part, Input) and part.label == "statement")


def told(*spans: tuple[int, int]) -> list[Issue]:
    return [Issue("hint", "x", path="steps[0].outcomes[0].statement", code="c", span=span) for span in spans]


def test_marks_are_cut_once_where_they_overlap() -> None:
    assert statement([]).marked == ()
    assert statement(told((0, 26))).marked == (), "all of it: there is nothing to mark"
    assert statement(told((13, 26), (18, 21))).marked == (
        ("Minimize the ", False), ("time and cost", True), ("", False), ("", True), ("", False),
    )  # fmt: skip
    assert "".join(piece for piece, _ in statement(told((0, 8), (4, 16))).marked) == "Minimize the time and cost"


def outcomes(form: Group) -> list[Group]:
    steps = next(part for part in form.parts if isinstance(part, Several) and part.name == "steps")
    return list(next(part for part in steps.items[0].parts if isinstance(part, Several)).items)


def test_a_finished_outcome_is_folded_and_one_that_needs_you_is_open() -> None:
    data = {
        "steps": [{"id": "define", "outcomes": [{"id": "o1", "statement": "x"}, {"id": "o2", "statement": "y"}, {}]}]
    }
    issue = Issue("hint", "x", path="steps[0].outcomes[1].statement")
    found = outcomes(fill(shape_of("job_map"), data, [issue]))
    assert [(each.label, each.is_open) for each in found] == [("o1 · x", False), ("o2 · y", True), ("3", True)]


@pytest.mark.parametrize(
    ("button", "ids"),
    [
        ("up:steps.0.outcomes.2", ["a", "c", "b"]),
        ("up:steps.0.outcomes.0", ["a", "b", "c"]),
        ("down:steps.0.outcomes.0", ["b", "a", "c"]),
        ("down:steps.0.outcomes.2", ["a", "b", "c"]),
        ("remove:steps.0.outcomes.1", ["a", "c"]),
        ("add:steps.0.outcomes", ["a", "b", "c", "o1"]),
        ("up:steps.0.outcomes.9", ["a", "b", "c"]),
        ("up:steps.0.id.0", ["a", "b", "c"]),
        ("up:", ["a", "b", "c"]),
        ("sideways:steps.0.outcomes.1", ["a", "b", "c"]),
    ],
)
def test_buttons_put_outcomes_in_order(button: str, ids: list[str]) -> None:
    shape = shape_of("job_map")
    data = {"steps": [{"id": "define", "name": "n", "outcomes": [{"id": name, "statement": "s"} for name in "abc"]}]}
    sent: QueryDict = post(fill(shape, data), do=button)
    assert [each["id"] for each in take(shape, sent, data)["steps"][0]["outcomes"]] == ids


def test_a_new_outcome_never_has_the_id_of_another() -> None:
    shape = shape_of("job_map")
    data = {"steps": [{"id": "define", "name": "o2", "outcomes": [{"id": "o1"}]}], "financial": [{"id": "o3"}]}
    for _ in range(2):
        data = take(shape, post(fill(shape, data), do="add:financial"), data)
    assert [each["id"] for each in data["financial"]] == ["o3", "o2", "o4"]


def test_a_program_is_told_code_and_span(book: str, personas: Personas) -> None:
    checked = actions.save_draft(personas["customer editor"], "northwind", "job_map", "file-a-claim", MAP)
    (issue,) = (document_issue(each) for each in checked.own)
    assert (issue.code, issue.level, issue.pointer) == ("two_metrics", "hint", "/steps/0/outcomes/1/statement")
    statement = yaml.read(MAP.encode(), "")[0][0].data["steps"][0]["outcomes"][1]["statement"]
    assert issue.span is not None
    assert statement[slice(*issue.span)] == "time and cost"
