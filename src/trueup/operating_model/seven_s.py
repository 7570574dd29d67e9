"""The 7-S check by party: the latest score of each of the seven, what came before, and what was never looked at.

The seven are shown beside one another and never averaged: strength in one does not make up for another (Waterman,
Peters and Phillips, 1980).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from trueup.operating_model.document import OperatingModel
from trueup.operating_model.parts import SEVEN, Score, Seven, SevenS
from trueup.operating_model.results import SevenItem, SevenResult
from trueup.vocabulary import Insufficient, Said, said

NAMES: dict[Seven, Said] = {
    "strategy": said("strategy"),
    "structure": said("structure"),
    "systems": said("systems"),
    "shared_values": said("shared values"),
    "skills": said("skills"),
    "style": said("style"),
    "staff": said("staff"),
}


def profiles(model: OperatingModel, as_of: dt.date, names: Mapping[str, str]) -> tuple[SevenResult, ...]:
    """The profile of each party that was looked at up to `as_of`, that day included, in the order of the document."""
    checks = sorted((check for check in model.seven_s if check.on <= as_of), key=lambda check: check.on)
    parties = dict.fromkeys(check.party for check in model.seven_s if check.on <= as_of)
    return tuple(_profile(party, names.get(party, party), [c for c in checks if c.party == party]) for party in parties)


def _profile(party: str, name: str, checks: Sequence[SevenS]) -> SevenResult:
    items = tuple(_item(each, checks) for each in SEVEN)
    return SevenResult(
        party=party,
        name=name,
        days=tuple(check.on for check in checks),
        items=items,
        missing=tuple(item.of for item in items if item.score is None),
    )


def _item(of: Seven, checks: Sequence[SevenS]) -> SevenItem:
    given: list[tuple[dt.date, Score]] = [(check.on, score) for check in checks if (score := getattr(check, of))]
    if not given:
        what = said("{seven} (7-S)", seven=NAMES[of])
        return SevenItem(of=of, insufficient=Insufficient(what, 0, 1).words)
    on, latest = given[-1]
    history = tuple((day, float(score.score)) for day, score in given)
    return SevenItem(of=of, score=float(latest.score), on=on, why=latest.why, history=history)
