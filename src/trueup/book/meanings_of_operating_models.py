"""What each key of an operating model means."""

from __future__ import annotations

_ELEMENT = {
    "id": "Its name in the model, once among all elements of every kind.",
    "name": "What people call it.",
    "description": "More about it.",
    "stage": "The stage of the value chain that it belongs to.",
    "project": "The project or programme that it belongs to.",
    "kpis": "The KPIs that measure it; the map shows the latest actual of each.",
    "properties": "What another tool keeps of it, by name.",
}

MEANINGS_OF_OPERATING_MODELS: dict[str, dict[str, str]] = {
    "OperatingModel": {
        "title": "What people call it.",
        "customer": "Whose model it is.",
        "executor": "Who gets the jobs done; an interaction with it is with no third party.",
        "parties": "Third parties that are not parties of the book.",
        "jobs": "What customers try to get done (customer experience).",
        "interactions": "The exchanges that the jobs take (customer experience).",
        "decisions": "What has to be decided for the interactions.",
        "components": "The parts of the business that decide.",
        "capabilities": "What the components must be able to do.",
        "cash_flows": "The money that comes in or goes out by it.",
        "links": "What hangs on what: from an element to one of the next kind, or part_of within a kind.",
        "seven_s": "How the customer, or another party, stood in the seven of 7-S on a day.",
        "opaque": "What a file of another tool had and Trueup has no word for, kept word by word.",
    },
    "Element": _ELEMENT,
    "Job": _ELEMENT | {
        "part_of": "The job that it is part of.",
        "job_map": "The job map that has its steps and outcomes.",
    },
    "Interaction": _ELEMENT | {
        "job": "The job that takes it.",
        "jobs": "The jobs that take it, where there are several.",
        "step": "The step of the job in which it comes.",
        "with": "The party that it is with.",
        "channel": "The channel (phone, web, branch ...).",
        "owner": "The party that answers for it.",
        "row": "Its row in the service blueprint.",
        "touchpoint": "journey/step: the touchpoints that show how it goes.",
    },
    "Decision": _ELEMENT | {"owner": "The party that decides."},
    "Component": _ELEMENT | {
        "competency": "The competency that it belongs to: a column of the component map.",
        "level": "direct (set direction), control (watch), or execute (do).",
        "cost": "What it costs.",
        "revenue": "What it earns.",
        "heat": "How much it matters, and what it lacks.",
        "provider": "The party that provides it.",
    },
    "Capability": _ELEMENT | {
        "kind": "What it is made of.",
        "provider": "The party that provides it.",
        "cost": "What it costs.",
        "parent": "The capability that it is part of.",
    },
    "CashFlow": _ELEMENT | {
        "amount": "How much; left out, that is not known.",
        "currency": "The currency of the amount (ISO 4217).",
        "per": "The length of time the amount is for.",
        "direction": "in or out, as the customer sees it.",
        "provider": "The party that is paid, or pays.",
    },
    "Link": {
        "id": "Its name, where another tool gives it one.",
        "from": "The element that hangs on the other; with part_of: the part.",
        "to": "The element that it hangs on; with part_of: the whole.",
        "kind": "part_of, or in which way one hangs on the other.",
        "name": "What people call it.",
        "why": "Why, in words.",
        "properties": "What another tool keeps of it, by name.",
    },
    "ThirdParty": {
        "id": "The name by which elements refer to it.",
        "name": "What people call it.",
    },
    "Sum": {
        "amount": "The money for one `per`.",
        "currency": "Its currency (ISO 4217).",
        "per": "The length of time the amount is for.",
    },
    "Heat": {
        "strategic": "How much it matters for the strategy, 0 to 1.",
        "gap": "How far it is from what it has to be, 0 to 1.",
    },
    "SevenS": {
        "party": "The party that was looked at.",
        "on": "The day.",
        "strategy": "Where it is going, and whether its people know.",
        "structure": "Who answers to whom.",
        "systems": "How the work is done every day.",
        "shared_values": "What it holds to.",
        "skills": "What it is good at.",
        "style": "How it is led.",
        "staff": "Whether it has the people.",
    },
    "Score": {
        "score": "1 (not at all) to 5 (as it should be).",
        "why": "Why.",
    },
    "Opaque": {
        "id": "Its id in the file.",
        "at": "Where in the file it stood.",
        "xml": "What stood there.",
    },
}  # fmt: skip
