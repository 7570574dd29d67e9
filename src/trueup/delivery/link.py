"""Links between activities as people write them: `build`, `train SS+5d`, `test FF-2d`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, cast

from pydantic import WithJsonSchema

from trueup.delivery.duration import Duration
from trueup.vocabulary.annotation import Read, Written

LinkKind = Literal["FS", "SS", "FF", "SF"]
KINDS: tuple[LinkKind, ...] = ("FS", "SS", "FF", "SF")
NO_LAG = Duration(Decimal(0), "d")
_PATTERN = re.compile(
    r"^(?P<before>\S+?)(?:\s+(?P<kind>FS|SS|FF|SF))?(?:\s*(?P<lag>[+-]\s*\d+(?:\.\d+)?\s*(?:ed|eh|h|d|w)))?$"
)


@dataclass(frozen=True, slots=True)
class Link:
    """An activity may not start (FS, SS) or finish (FF, SF) before `before` finishes (FS, FF) or starts (SS, SF) + lag.

    A negative lag is a lead.
    """

    before: str
    kind: LinkKind = "FS"
    lag: Duration = NO_LAG

    @classmethod
    def parse(cls, text: str) -> Link:
        """Read "train SS+5d"; ValueError says how a link is written."""
        found = _PATTERN.match(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is no link: write build, or train SS+5d, with FS, SS, FF or SF and a lag")
        lag = Duration.parse(found["lag"].replace(" ", "")) if found["lag"] else NO_LAG
        return cls(found["before"], cast("LinkKind", found["kind"] or "FS"), lag)

    def __str__(self) -> str:
        if self.lag.amount == 0:
            return self.before if self.kind == "FS" else f"{self.before} {self.kind}"
        sign = "" if self.lag.amount < 0 else "+"
        return f"{self.before} {self.kind}{sign}{self.lag}"


def _parse(value: Any) -> Any:
    return Link.parse(value) if isinstance(value, str) else value


LinkText = Annotated[Link, Read(_parse), Written(str, str), WithJsonSchema({"type": "string"})]
