"""Phrases that the lint looks for, with the places where they stand: names of solutions, aims of a provider, pairs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

Place = tuple[int, int]
"""First character and the one behind the last."""

TECHNOLOGY = (
    "algorithms?", "apps?", "artificial intelligence", "blockchains?", "chat ?bots?", "check ?box(?:es)?",
    "dashboards?", "data ?bases?", "drop-?downs?", "e-commerce", "features?", "functionality", "home ?pages?",
    "log-?ins?", "machine learning", "micro-?services?", "neural networks?", "plug-?ins?", "(?:web ?)?portals?",
    "push notifications?", "qr codes?", "robots?", "saas", "smart ?phones?", "software", "spread ?sheets?",
    "tool ?bars?", "touch ?screens?", "user interfaces?", "virtual reality", "web ?pages?", "web ?sites?", "widgets?",
    "wi-?fi", "(?:digital|online|software|web|cloud) (?:platform|application|service|solution|tool)s?",
)  # fmt: skip
NAMED_TECHNOLOGY = (
    "AI", "APIs?", "Android", "Bluetooth", "CRM", "ERP", "Excel", "GPS", "GPT", "GUI", "IoT", "JSON", "Java", "LLMs?",
    "Linux", "Outlook", "PDFs?", "PowerPoint", "Python", "RFID", "RPA", "SAP", "SMS", "SQL", "SharePoint", "Slack",
    "UI", "URL", "UX", "WhatsApp", "Windows", "XML", "Zoom", "iOS", "iPad", "iPhone",
)  # fmt: skip
"""Only as they are written here: `excel` is a verb, and a zoom is no product."""

PROVIDER = (
    r"up-?sell\w*", r"cross-?sell\w*", r"churn\w*", r"(?:customer|client|user|product|member) retention",
    r"retain(?:s|ed|ing)? (?:\w+ )?(?:customers?|clients?|users?|accounts?|members?|subscribers?)",
    r"adopt(?:s|ed|ing)? (?:the|our|a new|new) \w+", r"(?:user|product|feature|customer) adoption",
    r"adoption (?:of|rate)\b", "revenues?", "market share", "share of wallet", "wallet share", "conversion rates?",
    "customer lifetime value", "lifetime value", "net promoter", "nps", "brand (?:awareness|loyalty)",
    "customer (?:loyalty|engagement)", "user engagement", "(?:our|sales) (?:leads?|pipeline)", "profit margins?",
    r"renew(?:s|ed|ing)? (?:the|their) (?:contract|licence|license|subscription)s?", "monetis\\w+", "monetiz\\w+",
)  # fmt: skip

FEELINGS = ("peace of mind", "in control", "at ease", "piece of mind")

PAIRS = (
    "research and development", "terms and conditions", "bed and breakfast", "profit and loss", "health and safety",
    "supply and demand", "pros and cons", "trial and error", "wear and tear", "questions? and answers?",
    "lost and found", "back and forth", "up and down", "up and running", "odds and ends", "black and white",
    "mergers and acquisitions", "food and drink", "plug and play", "track and trace", "nuts and bolts",
    "rules and regulations", "command and control", "time and again", "over and over",
    "first and last names?", "names? and address(?:es)?", "date and time", "day and night", "bits and pieces",
    "cut and paste", "copy and paste", "drag and drop", "cash and carry", "room and board",
    "law and order", "import and export", "assets and liabilities", "accounts? payable and receivable",
    "salt and pepper", "sick and tired", "safe and sound", "bread and butter", "dos and don'?ts", "hide and seek",
    "before and after", "in and out", "on and off", "by and large", "whether or not", "more or less",
    "sooner or later", "for better or worse", "one or more", "(?:and|or) so on", "up to and including",
    "in and around", "over and above", r"(?:\w+ )?or (?:more|less|fewer|later|earlier|so|better|worse)",
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:or|and) "
    r"(?:a half|two|three|four|five|six|seven|eight|nine|ten|\d+)",
    "a/b[ -]?tests?", "a/b testing", "i/o", "n/a", "w/o", "c/o", "km/h", "m/s", "input/output", "24/7",
)  # fmt: skip
"""Two words that are one thing, and are not taken for two."""

NOT_VAGUE = (
    "fast food", "fast lanes?", "fast tracks?", "good faith", "best[- ]before", "simple interest", "simple fractures?",
    "quality (?:control|assurance|managers?|records?|checks?)", "perfect tense", "great britain", "smooth muscles?",
    "better half", "second best", "cheap money", "quick release", "quick[- ]?sand", "confidence intervals?",
)  # fmt: skip
"""Names of things that happen to hold a vague word."""


@cache
def _any_of(patterns: tuple[str, ...], flags: int) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])", flags)


def find(patterns: tuple[str, ...], text: str, *, exactly: bool = False) -> Iterator[Place]:
    """Where any of the patterns stands as whole words; `exactly` minds capitals."""
    for match in _any_of(patterns, 0 if exactly else re.IGNORECASE).finditer(text):
        yield match.span()


def find_names(names: Iterable[str], text: str) -> Iterator[Place]:
    """Where any of the names stands, whatever its capitals."""
    patterns = tuple(re.escape(name.strip()) for name in sorted(names, key=len, reverse=True) if name.strip())
    if patterns:
        yield from find(patterns, text)


def inside(place: Place, places: Iterable[Place]) -> bool:
    """Whether a place lies within one of the others."""
    return any(start <= place[0] and place[1] <= end for start, end in places)
