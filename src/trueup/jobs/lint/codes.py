"""Every code of the lint: how serious it is, what it finds, and what to do. The reference is made from this table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
"""An error: it cannot be rated as it stands. A warning: it may be meant so. A note: what to know."""


@dataclass(frozen=True, slots=True)
class Code:
    """What the lint can find."""

    name: str
    severity: Severity
    finds: str
    example: str = ""


CODES: tuple[Code, ...] = (
    Code("missing_direction", "error", "It does not begin with minimize, reduce, increase or maximize.",
         "The time it takes to find a carrier"),
    Code("no_metric", "error", "It names nothing that people measure by: time, likelihood, number, cost ...",
         "Minimize errors in the order"),
    Code("no_object", "error", "It does not say what is measured.", "Minimize the time"),
    Code("two_metrics", "error", "It has two metrics: nobody could rate both with one answer.",
         "Minimize the time and cost of sending goods"),
    Code("compound", "error", "It joins two things with and, or, as well as, or a slash.",
         "Minimize the time it takes to find and book a carrier"),
    Code("solution", "error", "It names a party of the book, or a word of the map's `stop_list`: a product, a feature.",
         "Minimize the time it takes to open QuoteDesk"),
    Code("job_step", "error", "It says what people do, not how they judge it.", "Find a carrier"),
    Code("technology", "warning", "It names a technology or a part of a product: outcomes outlast solutions.",
         "Minimize the time it takes to find a price on the website"),
    Code("adjective", "warning", "A vague word stands where a figure should: easy, fast, seamless, reliable.",
         "Increase the likelihood that booking is easy"),
    Code("feeling", "warning", "It speaks of a feeling: that is an emotional job.",
         "Minimize the likelihood of feeling lost"),
    Code("provider_goal", "warning", "It is what a provider wants, not the customer.",
         "Increase the amount of revenue from each customer"),
    Code("no_step", "warning", "It stands at a step that is none of the eight of the universal map."),
    Code("duplicate", "warning", "Another statement of the map says nearly the same."),
    Code("unusual_metric", "note", "What it measures by is none of the usual metrics.",
         "Minimize the wear of the rolls"),
    Code("job_verb", "warning", "The job does not begin with what people do.", "Claims management"),
    Code("job_object", "warning", "The job does not say to what it is done.", "Recover"),
    Code("job_outcome", "warning", "The job is worded like an outcome.", "Minimize the time it takes to recover"),
    Code("job_clarifier", "note", "The job does not say when, where or by what it is made clear.", "Send goods"),
    Code("count", "note", "There are fewer or more outcomes, or jobs, than such maps usually have."),
    Code("language", "note", "The map is not in English: only what needs no grammar is looked at."),
)  # fmt: skip
BY_NAME = {code.name: code for code in CODES}
JOB_CODES = frozenset(("job_verb", "job_object", "job_outcome", "job_clarifier"))
"""Those that only a job can have; what a job shares with outcomes has the same code."""
