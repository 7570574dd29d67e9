"""The whole page as one file: sections, charts, style and script, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from trueup.agreements.results import AgreementResult
from trueup.report import summary, words
from trueup.report.html import bundle
from trueup.report.html.agreement import agreement
from trueup.report.html.context import Context
from trueup.report.html.delivery import deliveries
from trueup.report.html.figure import Charts
from trueup.report.html.findings import claims, findings
from trueup.report.html.head import header
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.method import insufficient, method
from trueup.report.html.portfolio import portfolio
from trueup.report.html.signs import sprites
from trueup.report.language import WRITTEN, speaking
from trueup.report.theme import config
from trueup.scorecard.model import Scorecard

WHOLE = 24
STYLES = ("tokens", "page", "agreement", "delivery", "chart", "table", "print")
CONTENTS = (
    ("portfolio", "Portfolio"),
    ("agreements", "Agreements"),
    ("deliveries", "Delivery"),
    ("strengths", "Strengths and weaknesses"),
    ("claims", "Claims"),
    ("unknown", "Not known yet"),
    ("method", "How do you know?"),
)


def render(scorecard: Scorecard) -> str:
    """One offline HTML file: no request leaves it, and its policy (CSP) would not let one through.

    At most 24 agreements have a section with charts, the most material ones; all stand in the table.
    """
    with speaking(WRITTEN):
        return _page(scorecard)


def _page(scorecard: Scorecard) -> str:
    page = Context.of(scorecard)
    shown = _shown(scorecard)
    body = (
        sprites(),
        header(scorecard, [each for each in CONTENTS if each[0] != "deliveries" or scorecard.deliveries]),
        tag("main", _sections(scorecard, shown, page)),
        tag("footer", tag("p", f"Made by {scorecard.method} from book ", user(scorecard.book), ".", class_="quiet")),
    )
    return document(f"{scorecard.name}: scorecard as of {words.day(scorecard.as_of)}", Markup.join(body), page.charts)


def _shown(scorecard: Scorecard) -> list[AgreementResult]:
    """Those with the most at stake, in the order of reading."""
    material = sorted(scorecard.agreements, key=lambda item: (-summary.material(item), item.id))
    return summary.ranked(material[:WHOLE])


def _sections(scorecard: Scorecard, shown: list[AgreementResult], page: Context) -> list[Markup]:
    every = (
        portfolio(scorecard, page, {item.id for item in shown}),
        _agreements(scorecard, shown, page),
        deliveries(scorecard, page),
        findings(scorecard, page),
        claims(scorecard),
        insufficient(scorecard),
        method(scorecard),
    )
    return [section for section in every if section is not None]


def _agreements(scorecard: Scorecard, shown: list[AgreementResult], page: Context) -> Markup:
    total = len(scorecard.agreements)
    note = None
    if total > len(shown):
        text = f"The {len(shown)} with the most at stake of {total:,}; all stand in the table above."
        note = tag("p", text, class_="quiet")
    if not total:
        note = tag("p", "None yet.", class_="quiet")
    return tag("section", tag("h2", "Agreements"), note, [agreement(item, page) for item in shown], id="agreements")


def document(title: str, body: Markup, drawn: Charts) -> str:
    """A body as one offline HTML file, with the style, the script of the charts it has, and a policy for both."""
    style = "\n".join(_file(f"{name}.css") for name in STYLES)
    scripts = [bundle.vega(), _file("page.js")] if drawn.drawn else [_file("page.js")]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style, scripts)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Markup(style)),
    )
    data = tag("script", drawn.json(config()), type="application/json", id="charts")
    code = [tag("script", Markup(script), type="module") for script in scripts]
    page = tag("html", head, tag("body", body, data, code), lang="en")
    return f"<!doctype html>\n{page}\n"


def _policy(style: str, scripts: list[str]) -> str:
    """Nothing from anywhere, but this very style and these very scripts."""
    code = " ".join(_hash(script) for script in scripts)
    return f"default-src 'none'; style-src {_hash(style)}; script-src {code}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _file(name: str) -> str:
    return resources.files("trueup.report.html").joinpath(name).read_text(encoding="utf-8")
