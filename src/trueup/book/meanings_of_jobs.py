"""What each key of a job map and of a survey means."""

from __future__ import annotations

_JOB = {
    "id": "The name of the job in its map.",
    "job": "What people try to get done: verb, object of the verb, and what makes it clear.",
    "under": "The id of the job that it is part of.",
    "outcomes": "The measures by which people judge how well it gets done.",
}
MEANINGS_OF_JOBS: dict[str, dict[str, str]] = {
    "JobMap": {
        "job": "What people try to get done: verb, object of the verb, and what makes it clear; no solution.",
        "executor": "Who gets it done: the people to be asked.",
        "context": "When or where they do it.",
        "language": "The language that jobs and statements are written in (en, de, pt-BR).",
        "project": "The project or programme of the customer that it is about.",
        "stop_list": "Names of products and features that no statement may hold: outcomes outlast solutions.",
        "steps": "The steps of the job, in order.",
        "related": "Other jobs that the same people get done before, during or after it.",
        "emotional": "How they want to feel, or to avoid feeling.",
        "social": "How they want to be seen by others.",
        "consumption": "The jobs that come with having the product, from buying it to disposing of it.",
        "financial": "The outcomes by which whoever pays judges it.",
    },
    "Step": {
        "id": "The name of the step in its map; one of the eight universal steps is also its kind.",
        "name": "What people call it.",
        "kind": "Which of the eight universal steps it is.",
        "outcomes": "The measures by which people judge how well the step gets done.",
    },
    "Outcome": {
        "id": "The name under which answers are kept; never use it again for something else.",
        "statement": "What people judge: direction, metric, object and, if need be, context.",
        "kpi": "The KPI that measures the same from the inside.",
        "translations": "The statement in other languages, by language.",
    },
    "OtherJob": _JOB,
    "ConsumptionJob": _JOB | {"stage": "Where in the life of the product it comes."},
    "Survey": {
        "title": "What people call it.",
        "job_map": "The job map whose outcomes it asks about.",
        "party": "The party that asks: its standing grades what the answers say.",
        "outcomes": "The outcomes it asks about; left out, all of the job map.",
        "scale": "How people rate.",
        "forms": "How the questions are shared out, so that answering takes minutes.",
        "frame": "Whom the people asked are drawn from.",
        "waves": "The rounds in which it is asked.",
        "anonymous": "Whether nobody may learn who answered what.",
        "minimum_group": "Nothing is shown of a group with fewer people who answered.",
        "rest_days": "For how many days nobody who was asked is asked again.",
        "remind_after": "After how many days whoever has not answered is reminded.",
        "languages": "The languages it is asked in, the usual one first.",
        "introduction": "What people read before the questions, by language.",
    },
    "Scale": {
        "low": "The lowest rating.",
        "high": "The highest rating.",
        "top": "The ratings that count as top boxes; left out, 4 and 5 of a scale from 1 to 5.",
        "anchors": "What each rating is called, by language.",
    },
    "Anchors": {
        "importance": "Words for each rating of importance, the lowest first.",
        "satisfaction": "Words for each rating of satisfaction, the lowest first.",
    },
    "Forms": {
        "see": "How many outcomes each person is asked about; left out, all.",
        "common": "The outcomes that everybody is asked about.",
    },
    "Frame": {
        "size": "How many people there are.",
        "keys": "What is known of each of them, by which answers can be read (region, role).",
    },
    "Wave": {
        "id": "The name of the round, like 2026-h1.",
        "opens": "The first day on which it can be answered.",
        "closes": "The first day on which it cannot be answered any more.",
        "size": "How many people there are by then, where that has changed.",
    },
}
