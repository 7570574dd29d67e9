"""What each key of attribution means, in one sentence."""

from __future__ import annotations

MEANINGS_OF_ATTRIBUTION: dict[str, dict[str, str]] = {
    "Attribution": {
        "method": "How what would have happened anyway is found; none is before against after, which is not causal.",
        "control": "The slice that shows what would have happened anyway.",
        "pool": "The slices from which a control is put together, or that were not chosen or not reached.",
        "treated": "The slices that the agreement reached, where it is not the objective's own alone.",
        "units": "For `stepped`: the slices that are reached one after the other.",
        "since": "The day on which the agreement begins to work; left out, when improvement starts to count.",
        "pre": "The time before the start that is fitted; left out, all of it.",
        "impact": "For `interrupted_series`: whether the level changes, or level and slope; said before looking.",
        "exclude": "Named slices that are not compared with after all, with the reason.",
        "events": "What else happened that may have moved the KPI.",
    },
    "Started": {
        "slice": "The part of the customer's world.",
        "since": "The day from which the agreement works there.",
    },
    "Excluded": {
        "slice": "What is not compared with: this slice and all within it.",
        "why": "Why not.",
    },
    "Happened": {
        "on": "The day on which it happened or began.",
        "until": "The day on which it was over; left out, it was a matter of one day.",
        "what": "What happened.",
    },
}
