"""The keys of documents as words: penalty_per_day reads penalty per day, and has its word in other languages."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.vocabulary import Said, joined, said

_SPOKEN: dict[str, Said] = {
    str(word): word
    for word in (
        said("accountable"), said("activity"), said("actual"), said("agreement"), said("amount"), said("attribution"),
        said("baseline"), said("bounds"), said("budget"), said("calendar"), said("commitment"), said("context"),
        said("correlation"), said("cost"), said("cost per day"), said("costs"), said("customer"), said("date"),
        said("direction"), said("due"), said("duration"), said("evidence"), said("executor"), said("finish"),
        said("frame"), said("from"), said("go live"), said("group"), said("horizon"), said("introduction"),
        said("kind"), said("language"), said("milestones"), said("minimum group"), said("name"), said("objectives"),
        said("observer"), said("owner"), said("party"), said("path"), said("penalty per day"), said("per"),
        said("per unit"), said("period"), said("periods"), said("phase"), said("planned"), said("pricing"),
        said("probability"), said("project"), said("remind after"), said("resources"), said("rest days"),
        said("risks"), said("saves"), said("scale"), said("scope"), said("season"), said("share"), said("stage"),
        said("start"), said("stop list"), said("strategy"), said("stretch"), said("targets"), said("three point"),
        said("title"), said("tolerance"), said("type"), said("unit"), said("until"), said("value"), said("weight"),
    )
}  # fmt: skip


def key_word(key: str) -> str:
    """The word of a key; any other key, and a name, as it is written."""
    return _SPOKEN.get(key, key)


def key_words(keys: Sequence[str]) -> Said:
    """Keys one within another, as words."""
    return joined((key_word(key.replace("_", " ")) for key in keys), " ")
