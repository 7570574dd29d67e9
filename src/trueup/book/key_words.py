"""The keys of documents as words: penalty_per_day reads penalty per day, and has its word in other languages."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.vocabulary import Said, joined, said

_SPOKEN: dict[str, Said] = {
    str(word): word
    for word in (
        said("accountable"), said("activity"), said("actual"), said("agreement"), said("amount"), said("answers"),
        said("attribution"), said("baseline"), said("bounds"), said("budget"), said("cadence"), said("calendar"),
        said("channel"), said("checklist"), said("combine"), said("commitment"), said("competency"),
        said("confidential"), said("context"), said("correlation"), said("cost"), said("cost per day"), said("costs"),
        said("currency"), said("customer"), said("date"), said("description"), said("direction"), said("due"),
        said("duration"), said("evidence"), said("executor"), said("finish"), said("frame"), said("from"), said("gap"),
        said("go live"), said("group"), said("heat"), said("horizon"), said("incidents"), said("introduction"),
        said("job map"), said("kind"), said("language"), said("level"), said("milestones"), said("minimum group"),
        said("must"), said("name"), said("objective"), said("objectives"), said("observer"), said("outcome"),
        said("owner"), said("part of"), said("party"), said("path"), said("penalty per day"), said("per"),
        said("per unit"), said("period"), said("periods"), said("phase"), said("planned"), said("pricing"),
        said("probability"), said("project"), said("provider"), said("providers"), said("remind after"),
        said("resources"), said("rest days"), said("revenue"), said("risks"), said("role"), said("row"), said("saves"),
        said("scale"), said("scope"), said("score"), said("season"), said("share"), said("stage"), said("start"),
        said("step"), said("stop list"), said("strategy"), said("stretch"), said("survey"), said("targets"),
        said("three point"), said("threshold"), said("title"), said("tolerance"), said("type"), said("unit"),
        said("until"), said("value"), said("weight"),
    )
}  # fmt: skip


def key_word(key: str) -> str:
    """The word of a key; any other key, and a name, as it is written."""
    return _SPOKEN.get(key, key)


def key_words(keys: Sequence[str]) -> Said:
    """Keys one within another, as words."""
    return joined((key_word(key.replace("_", " ")) for key in keys), " ")
