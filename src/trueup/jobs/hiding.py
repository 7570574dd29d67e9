"""Which groups may be shown where answers are anonymous: none so small that its members could be told.

A group that is left out can still be worked out, as everybody less the groups that are shown. So what is left out must
be nobody, or at least as many as the smallest group that may be shown ("complementary suppression" in official
statistics: Hundepool et al., Statistical Disclosure Control, 2012, section 4).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def shown(groups: Mapping[Name, int], minimum: int) -> set[Name]:
    """The groups that may be shown beside the total; `groups` gives how many people each has.

    Groups of fewer than `minimum` are hidden. If all that is hidden is still fewer, the smallest of the others are
    hidden with them, until it is enough. Where there are too few people at all, nothing is shown.
    """
    held = {name: size for name, size in groups.items() if size > 0}
    hidden = {name for name, size in held.items() if size < minimum}
    for name in sorted(held.keys() - hidden, key=lambda name: (held[name], str(name))):
        if not 0 < sum(held[each] for each in hidden) < minimum:
            break
        hidden.add(name)
    return held.keys() - hidden


def may_part(part: int, whole: int, minimum: int) -> bool:
    """Whether a part may be shown beside the whole: neither it nor the rest are too few (no rest at all is fine)."""
    return part >= minimum and (whole - part >= minimum or whole == part)
