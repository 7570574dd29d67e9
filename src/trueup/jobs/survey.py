"""The document `survey`: which outcomes of a job map whom is asked about, how, and in which waves."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field, model_validator

from trueup.vocabulary import Document, Id, Part, Whole

LONGEST_SCALE = 11


class Anchors(Part):
    """What each point of the scale is called, from the lowest to the highest."""

    importance: tuple[str, ...]
    satisfaction: tuple[str, ...]


class Scale(Part):
    """The rating scale, from `low` to `high`, and the points that count as top boxes.

    Ulwick's is 1 to 5 with 4 and 5 on top. For any other the top boxes must be stated, and results are flagged.
    `anchors` by language; English and German ship for 1 to 5.
    """

    low: Literal[0, 1] = 1
    high: Whole = Field(default=5, ge=4, le=10)
    top: tuple[Whole, ...] = ()
    anchors: dict[str, Anchors] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _top_is_on_top(self) -> Any:
        if not self.top and not self.ulwick:
            raise ValueError(
                f"a scale from {self.low} to {self.high} must say which points count as top, e.g. top: [9, 10]"
            )
        expected = tuple(range(int(self.high) - len(self.top) + 1, int(self.high) + 1))
        if self.top and tuple(sorted(map(int, self.top))) != expected:
            raise ValueError(f"the top boxes must be the highest points up to {self.high}, without a gap")
        if len(self.top) > int(self.high) - self.low:
            raise ValueError("at least one point must not be a top box")
        for language, anchors in self.anchors.items():
            if {len(anchors.importance), len(anchors.satisfaction)} != {self.points}:
                raise ValueError(f"the anchors in {language} must word all {self.points} points of both scales")
        return self

    @property
    def points(self) -> int:
        """How many points the scale has."""
        return int(self.high) - self.low + 1

    @property
    def ulwick(self) -> bool:
        """Whether it is the scale that the method is published for: 1 to 5."""
        return (self.low, int(self.high)) == (1, 5) and tuple(sorted(map(int, self.top))) in ((), (4, 5))

    @property
    def threshold(self) -> int:
        """The lowest rating that is a top box."""
        return min(map(int, self.top)) if self.top else 4


class Forms(Part):
    """How many outcomes each respondent sees (without `see`: all), and which of them everybody sees."""

    see: Whole | None = Field(default=None, ge=1)
    common: tuple[Id, ...] = ()


class Frame(Part):
    """Whom the sample is drawn from: so many people; `keys` are what is known of each (region, role ...)."""

    size: Whole | None = Field(default=None, ge=1)
    keys: tuple[Id, ...] = ()


class Wave(Part):
    """One round: from the day it `opens` until the day before it `closes`; `size` where the frame has changed."""

    id: Id
    opens: dt.date
    closes: dt.date
    size: Whole | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Any:
        if self.closes <= self.opens:
            raise ValueError(f"wave {self.id} closes before it opens")
        return self


class Survey(Document):
    """Which outcomes of a job map whom is asked about, and when.

    `party` is who asks: their standing grades what the panel says (a provider: reported, the customer: verified, the
    observer: attested). Without `outcomes`, all of the job map.
    """

    kind: Literal["survey"] = "survey"
    title: str | None = None
    job_map: Id
    party: Id | None = None
    outcomes: tuple[Id, ...] = ()
    scale: Scale = Scale()
    forms: Forms = Forms()
    frame: Frame = Frame()
    waves: tuple[Wave, ...] = ()
    anonymous: bool = True
    minimum_group: Whole = Field(default=10, ge=3)
    rest_days: Whole = Field(default=90, ge=0)
    remind_after: tuple[Whole, ...] = (5, 10)
    languages: tuple[str, ...] = ("en",)
    introduction: dict[str, str] = Field(default_factory=dict)

    def wave(self, id: str) -> Wave | None:
        """The wave of that id, if there is one."""
        return next((wave for wave in self.waves if wave.id == id), None)
