"""What each key of a business case means."""

from __future__ import annotations

_LINE = {
    "id": "The name of the line in its case; scenarios and the network speak of it by this name.",
    "title": "What people call it.",
    "flows": "The amounts of the years 0, 1, 2, ...; of a cost positive.",
    "driver": "The calculator that makes a yearly amount of `inputs`.",
    "inputs": "The figures that the calculator asks for, by name: numbers, or distributions like {pert: [1, 2, 4]}.",
    "adoption": "The share, 0 to 1, of a driver's amount in the years 1, 2, ...; the last one holds on.",
    "in_years": "The years in which a driver's amount falls; left out, every year from 1.",
    "currency": "The currency of its amounts where it is not that of the case; needs a rate.",
    "risk": "Risk factor r, 0 to 1: benefits are shown x (1 - r) and costs x (1 + r), beside the plain ones.",
    "spread": "What the whole line may be multiplied by, a distribution like {pert: [0.8, 1, 1.1]}.",
}
MEANINGS_OF_CASES: dict[str, dict[str, str]] = {
    "BusinessCase": {
        "title": "What people call it.",
        "agreement": "The agreement that it is for.",
        "party": "The party that wrote it; until an agreement names it, it is that party's own.",
        "on": "The day that this version was made.",
        "why": "What moved this version.",
        "currency": "The currency of its amounts (ISO 4217); left out, the book's.",
        "rate": "The yearly discount rate, above -1: 0.08 is 8 %.",
        "start": "The day of year 0; left out, the first day of year 1, or when the agreement takes effect.",
        "years": "How many years follow year 0, or each of them as START/END.",
        "rates": "What a unit of another currency is in that of the case, each from a day on.",
        "benefits": "What it brings, a line each.",
        "costs": "What it costs, a line each.",
        "scenarios": "The same case with other figures.",
        "network": "What has to change, by whom, before each benefit can come (benefits dependency network).",
    },
    "BenefitLine": _LINE
    | {
        "objective": "The objective of the agreement whose money it is: the same euros, never added to them.",
        "use": "The KPI that counts how many use it, so that a gap can be split into adoption and effect.",
    },
    "CostLineOfCase": _LINE | {"cost": "What the agreement calls the same cost, so that both can be compared."},
    "Usage": {
        "kpi": "The KPI that counts how many use it.",
        "slice": "The part of the customer's world in which they are counted.",
        "planned": "How many shall use it at full adoption.",
    },
    "Scenario": {
        "id": "The name of the scenario in its case.",
        "title": "What people call it.",
        "set": "The figures that are different: `rate`, or LINE.risk, LINE.adoption, LINE.flows, LINE.INPUT.",
    },
    "NetworkNode": {
        "id": "Its name; that of a benefit is its line's, that of an objective its name in the agreement.",
        "kind": "What it is: a means, a change, a benefit or an objective.",
        "title": "What people call it.",
        "owner": "The party that answers for it.",
        "enables": "The nodes that depend on it.",
    },
}
