"""What each key of a stakeholders document means."""

from __future__ import annotations

MEANINGS_OF_STAKEHOLDERS: dict[str, dict[str, str]] = {
    "Stakeholders": {
        "title": "What people call it.",
        "agreement": "The agreement that it is about: its customer, providers and observer are meant.",
        "customer": "Whose success it is, where there is no agreement.",
        "providers": "Who provides, where there is no agreement.",
        "observer": "Who may answer as an observer, where the agreement names none.",
        "why": "What moved this version.",
        "threshold": "The score, above 0 to 1, from which a level counts as maintained.",
        "cadence": "How long an answer holds (90d, or 13w for weeks); then it is stale and counts as not maintained.",
        "people": "Who is meant, by role; never what a person wants: that is sealed to the party that wrote it.",
        "levels": "The five horizons, from the first to the fifth, each once.",
    },
    "Person": {
        "id": "The name by which answers refer to the person; need not be the person's name.",
        "name": "The role, in words.",
        "party": "The party the person belongs to.",
        "horizon": "The level the person belongs to.",
        "role": "The part in the decision: economic (releases the money), user, technical (can say no), or coach.",
    },
    "HorizonLevel": {
        "horizon": "Which of the five levels.",
        "title": "What people call it.",
        "threshold": "The threshold of this level; left out, the document's.",
        "cadence": "How long an answer at this level holds; left out, as the document says.",
        "combine": "mean: the mean of its criteria by weight; weakest: the lowest of them.",
        "owner": "The party that owns the level.",
        "criteria": "What the level is judged by.",
    },
    "Criterion": {
        "id": "The name of the criterion, once in the document; answers refer to it.",
        "title": "What people call it.",
        "weight": "How much it counts in the mean of its level.",
        "cadence": "How long an answer to it holds; left out, as the level or the document says.",
        "must": "true: while it lies below the threshold of its level, so does the level.",
        "objective": "An objective of the agreement: its attainment, 0 to 1, against the first promise.",
        "kpi": "A KPI, brought to 0..1 by the scale.",
        "incidents": "A KPI that counts incidents, or minutes of them, brought to 0..1 by the scale.",
        "survey": "A survey: the share of those who are satisfied with its outcome.",
        "sus": "true: the ten items of the System Usability Scale, 1 to 5 a person.",
        "answers": "A question that is asked of people, and answered on the scale.",
        "checklist": "Statements that are answered yes (1) or no (0).",
        "hostage": "true: the built-in checklist (exit plan rehearsed, documentation, replaceability).",
        "people": "true: one number a person of the level, how far that person gets what they need, 0 to 1. "
        "A number, beside other bindings: from how many people on answers are shown.",
        "slice": "The part of the customer's world that the KPI is read of.",
        "outcome": "The outcome of the survey.",
        "scale": "[worst, best] in the unit of the KPI or of the answers.",
        "confidential": "true: single answers are never shown, and the whole from 5 people on.",
    },
    "CheckItem": {
        "id": "The name of the item in its checklist.",
        "what": "The statement that is true or not.",
    },
}
