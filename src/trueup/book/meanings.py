"""What each key of each document means, in one sentence: for JSON Schemas, editors, errors and the reference."""

from __future__ import annotations

from pydantic import BaseModel

MEANINGS: dict[str, dict[str, str]] = {
    "Document": {
        "kind": "What the document is.",
        "id": "The name by which other documents refer to it; letters, digits and . _ : / + - only.",
        "version": "Counts from 1; a later version is an amendment and never erases an earlier one.",
        "agreed_at": "When it became known, with time zone; left out, it was known from the start.",
    },
    "BookDefinition": {
        "name": "Whose success the book is about.",
        "description": "What a reader should know first.",
        "currency": "The one currency of all amounts (ISO 4217, like EUR).",
        "rates": "What other currencies are in the book's, each from a day on; nothing is converted without one.",
        "time_zone": "Where the book's days begin and end (IANA, like Europe/Berlin).",
        "fiscal_year_start": "The month, 1 to 12, in which quarters and years begin.",
        "parties": "The organisations in the book.",
        "stages": "The stages of the customer's value chain.",
        "thresholds": "Where probabilities become words.",
    },
    "Party": {
        "id": "The name by which documents refer to the party.",
        "name": "What people call it.",
        "role": "Its role unless an agreement says otherwise.",
        "industry": "Its industry, as a code of the classification you use (ISIC, NACE).",
        "employees": "How many people work there.",
        "country": "Its country, in two letters of ISO 3166-1 (DE); an e-invoice needs it.",
        "stakes": "Its declared interests in results; an observer with a stake is not independent.",
    },
    "PartyDocument": {
        "name": "What people call it.",
        "role": "Its role unless an agreement says otherwise.",
        "industry": "Its industry, as a code of the classification you use (ISIC, NACE).",
        "employees": "How many people work there.",
        "country": "Its country, in two letters of ISO 3166-1 (DE); an e-invoice needs it.",
        "stakes": "Its declared interests in results; an observer with a stake is not independent.",
    },
    "Stake": {
        "test": "Which test of independence it touches.",
        "in": "The agreement, project or party it is in; left out, it is in everything.",
        "what": "The interest, in words.",
    },
    "Thresholds": {
        "on_track": "An objective with at least this probability of being hit is on track.",
        "off_track": "An objective with less than this probability of being hit is off track.",
        "succeeding": "An agreement whose must-haves are all hit with at least this probability is succeeding.",
        "failing": "An agreement whose must-haves are all hit with less than this probability is failing.",
        "evidence": "The share of must-haves that needs evidence at the required grade, or the verdict is unproven.",
    },
    "Kpi": {
        "name": "What people call it.",
        "unit": "The unit of its actuals (day, %, count, EUR ...); spellings are normalised.",
        "direction": "Which way is better; `maintain` has a range [low, high] as its target.",
        "grain": "The length of the periods for which there is one actual.",
        "aggregate": "How finer actuals roll up; ratio(numerator, denominator) divides the sums of two KPIs.",
        "stage": "The stage of the value chain it belongs to.",
        "strategy": "The strategic aim it serves.",
        "owner": "The party that owns it.",
        "measurement": "The measurement plan, agreed before any money depends on it.",
        "formula": "How actuals are computed from a landed table.",
        "entered": "true: actuals are typed in, uploaded or sent through the API.",
        "panel": "What customers say: a survey gives the actuals, one a wave, when the wave is over.",
        "targets": "Targets with dates, apart from any agreement.",
        "bounds": "[least, most] that an actual can be; ~ leaves a side open.",
        "season": "How many periods a season has, where the calendar does not say.",
    },
    "Measurement": {
        "by": "The party that measures.",
        "verified_by": "The party that verifies; another one than measures.",
        "rule": "How it is measured, so that two people get the same number.",
        "baseline_adjustment": "When and how the baseline is adjusted for changes nobody caused.",
        "counts": "Examples of what counts.",
        "counts_not": "Examples of what does not count.",
    },
    "Formula": {
        "from": "The table, landed by a source, that holds the rows.",
        "time": "The column with the day that puts a row into a period.",
        "value": "A SQL expression that makes one actual of the rows of a period.",
        "where": "A SQL condition on the rows that count.",
        "slice": "Which column holds which dimension (stage, phase, project, provider, segment).",
        "n": "A SQL expression for the number of cases behind an actual.",
        "stderr": "A SQL expression for the standard error of an actual.",
        "reported_by": "The party whose figures the rows are.",
    },
    "Panel": {
        "survey": "The survey that asks.",
        "outcome": "The outcome of its job map that customers rate.",
        "measure": "satisfaction or importance (10 x the share of top boxes; in %: the share), or opportunity.",
        "group": "key=value: only these customers count.",
    },
    "KpiTarget": {
        "from": "The first day on which the target is in force.",
        "until": "The day from which it is no longer in force.",
        "target": "A number, or [low, high] for a KPI to maintain.",
    },
    "Agreement": {
        "title": "What people call it.",
        "project": "The project or programme of the customer that it is about.",
        "customer": "The party whose success is agreed.",
        "providers": "The parties that provide.",
        "observer": "The party without a stake that checks the evidence.",
        "effective": "The day from which this version is in force.",
        "why": "What moved this amendment.",
        "go_live": "When the customer can begin to use what was delivered.",
        "objectives": "What is promised.",
        "costs": "What the customer spends on it.",
        "pricing": "How fees follow value.",
        "prices": "What one outcome costs, by outcome; recorded and signed, fees follow `pricing`.",
        "others": "Parties with another part in it, such as investors; it gives them no rights.",
        "scope": "The deliverables and the objectives that depend on them.",
        "business_case": "The business case that it was agreed on: sealed with it as the promise.",
    },
    "Price": {
        "what": "The outcome that is paid for.",
        "kpi": "The KPI that counts it.",
        "amount": "What one costs.",
        "currency": "Its currency; left out, the book's.",
        "at_most": "What all of them may cost together.",
    },
    "Involved": {"party": "The party.", "as": "Its part: investor, payer, intermediary."},
    "GoLive": {"planned": "The day that was planned.", "actual": "The day it happened."},
    "Objective": {
        "id": "The name of the objective in its agreement.",
        "kpi": "The KPI that is promised to change.",
        "title": "What people call it.",
        "phase": "The phase of the engagement it is about.",
        "slice": "The part of the customer's world it is about.",
        "baseline": "The KPI before the agreement.",
        "target": "A number, or [low, high] for a KPI to maintain.",
        "stretch": "Up to two targets beyond the target.",
        "type": "How the target is reached: at the due date, by it, as a sum until it, or for some periods in a row.",
        "periods": "For `type: sustained`: how many periods in a row.",
        "path": "The promised way from baseline to target: linear, step, or points [[day, value], ...].",
        "from": "When improvement starts to count: go_live, effective, or a day.",
        "due": "The day by which the target is to be reached.",
        "tolerance": "How far from the target still counts as met, in the unit of the KPI.",
        "value": "The worth of a unit of improvement.",
        "must": "Whether the agreement fails without it.",
        "weight": "Its weight among the objectives.",
        "horizon": "Which of the five horizons of the customer's organisation it serves.",
        "owner": "The party that owns it after go-live.",
        "accountable": "The sides of the agreement that answer for it.",
        "evidence": "The grade of evidence at which it counts for settlement; left out, reported.",
        "attribution": "How what the agreement caused is told from what would have happened anyway.",
    },
    "Baseline": {
        "actual": "The actual before the agreement.",
        "period": "The period over which it was measured, before the agreement takes effect.",
        "stderr": "Its standard error, in the unit of the KPI.",
        "n": "The number of cases behind it.",
    },
    "ObjectiveValue": {
        "per_unit": "Money for one unit of improvement held for one `per`.",
        "per": "The length of time the money is for.",
        "until": "The day from which improvement has no worth any more.",
    },
    "Cost": {
        "what": "What the money is for.",
        "party": "The party that is paid; left out, it is the customer's own cost.",
        "amount": "The amount, in the currency of the book.",
        "per": "The length of time over which the amount accrues, again and again.",
        "from": "The day from which it accrues; left out, from when the agreement takes effect.",
        "until": "The day from which it no longer accrues.",
        "date": "The day on which the whole amount falls.",
    },
    "ScopeItem": {
        "id": "The name of the deliverable in its agreement.",
        "title": "What people call it.",
        "objectives": "The objectives that depend on it.",
    },
    "Attestation": {
        "by": "The observer who attests, or the customer who verifies.",
        "at": "When, with time zone; actuals that became known later are not covered.",
        "agreement": "The agreement it is for.",
        "evidence": "The actuals it speaks of.",
        "statement": "What is stated.",
    },
    "Evidence": {
        "kpi": "The KPI whose actuals are meant.",
        "period": "The period whose actuals are meant.",
        "slice": "The part of the customer's world whose actuals are meant.",
        "reported_by": "Only actuals that this party reported.",
    },
    "Dispute": {
        "by": "The party that holds an actual to be wrong.",
        "at": "When, with time zone.",
        "evidence": "The actual that is disputed.",
        "counter": "The figure that the party holds true.",
        "reason": "Why.",
        "answer": "How the dispute ended; it is open until then.",
    },
    "Answer": {
        "by": "The party that answers.",
        "at": "When, with time zone.",
        "finding": "upheld, rejected or settled.",
        "actual": "The figure that stands, where it is a new one.",
        "reason": "Why.",
    },
}


def meaning(model: type[BaseModel], key: str) -> str | None:
    """The sentence for a key of a model, from the model itself or what it extends."""
    from trueup.book.meanings_of_attribution import MEANINGS_OF_ATTRIBUTION
    from trueup.book.meanings_of_cases import MEANINGS_OF_CASES
    from trueup.book.meanings_of_improvements import MEANINGS_OF_IMPROVEMENTS
    from trueup.book.meanings_of_jobs import MEANINGS_OF_JOBS
    from trueup.book.meanings_of_operating_models import MEANINGS_OF_OPERATING_MODELS
    from trueup.book.meanings_of_plans import MEANINGS_OF_PLANS
    from trueup.book.meanings_of_pricing import MEANINGS_OF_PRICING
    from trueup.book.meanings_of_sources import MEANINGS_OF_SOURCES
    from trueup.book.meanings_of_stakeholders import MEANINGS_OF_STAKEHOLDERS

    for owner in model.__mro__:
        for meanings in (
            MEANINGS,
            MEANINGS_OF_ATTRIBUTION,
            MEANINGS_OF_PLANS,
            MEANINGS_OF_CASES,
            MEANINGS_OF_IMPROVEMENTS,
            MEANINGS_OF_JOBS,
            MEANINGS_OF_OPERATING_MODELS,
            MEANINGS_OF_PRICING,
            MEANINGS_OF_SOURCES,
            MEANINGS_OF_STAKEHOLDERS,
        ):
            if key in meanings.get(owner.__name__, {}):
                return meanings[owner.__name__][key]
    return None
