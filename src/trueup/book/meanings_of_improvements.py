"""What each key of an improvement means."""

from __future__ import annotations

MEANINGS_OF_IMPROVEMENTS: dict[str, dict[str, str]] = {
    "Improvement": {
        "title": "What people call it.",
        "party": "Whose it is: no other party sees it; on a server its id begins with the party and a colon.",
        "shown_to": "Observers that may read it.",
        "agreement": "The agreement it is about.",
        "objective": "The objective of that agreement that says what a unit of improvement is worth.",
        "kpi": "The KPI that would get better; left out, that of the objective.",
        "slice": "The part of the customer's world in which it would.",
        "worth": "What a unit of improvement is worth, where no objective says it.",
        "currency": "The currency of all amounts here (ISO 4217); left out, that of the book.",
        "rate": "What one unit of that currency is in the book's.",
        "discount": "The rate a year at which later money counts less (0.08 is 8 %).",
        "horizon": "For how many months from the decision benefits and costs count.",
        "budget": "The most that may be spent on all options together, in today's money.",
        "options": "What could be done, and what was done.",
        "correlations": "Inputs that move together; all others are independent.",
        "measures": "Ways to learn more of an input before deciding.",
    },
    "UnitWorth": {
        "per_unit": "The money for one unit of the KPI.",
        "per": "The length of time the money is for.",
    },
    "Running": {
        "amount": "The money for one `per`.",
        "per": "The length of time the money is for.",
    },
    "Rate": {
        "amount": "What 1 of the document's currency is in the book's.",
        "on": "The day of the rate.",
    },
    "Option": {
        "id": "The name of the option in its document; its inputs are called ID.effect, ID.cost ...",
        "title": "What people call it.",
        "effect": "By how many units the KPI gets better while it works (above 0 is better, whatever the direction).",
        "cost": "What it costs once, at the start.",
        "running": "What it costs as long as it works.",
        "delay": "How many months it takes until it works.",
        "duration": "For how many months it works; left out, to the horizon.",
        "excludes": "Options that cannot be chosen with it.",
        "needs": "Options without which it cannot be chosen.",
        "done": "What became of it, once it was carried out.",
    },
    "Done": {
        "from": "The day since which it works.",
        "until": "The day from which it works no more.",
        "realised": "By how many units the KPI got better; left out, read from its actuals.",
        "baseline": "The KPI before, against which actuals are read; left out, that of the objective.",
        "cost": "What it cost in the end.",
    },
    "Together": {
        "between": "Two inputs, by name (portal.effect, portal.cost, worth).",
        "rank": "Their rank correlation (Spearman), -1 to 1.",
    },
    "Measure": {
        "input": "The input that would be measured, by name (portal.effect, worth).",
        "what": "How, in words.",
        "cost": "What measuring costs.",
        "takes": "For how many months it puts the decision off.",
        "stderr": "The standard error of what it would show.",
        "n": "How many cases it would look at.",
        "sd": "The standard deviation of one case.",
        "sensitivity": "Of an input with two values: the chance that it shows the higher one where that is true.",
        "specificity": "Of an input with two values: the chance that it shows the lower one where that is true.",
        "perfect": "It would show the input exactly.",
    },
    "Distribution": {
        "triangular": "Lowest, most likely, highest; straight lines between.",
        "pert": "Lowest, most likely, highest; more weight around the most likely.",
        "uniform": "Lowest, highest; all between alike.",
        "normal": "Mean and standard deviation.",
        "lognormal": "The 5 % point and the 95 % point, above 0.",
        "discrete": "Values, each with its probability.",
    },
}
