"""How much of a difference between two worlds each group explains: a plan as it was meant, and as it comes out.

Each activity has, in either world, a length and a wait: the working time between when those before it would let it
begin and when it does begin. A coalition's world gives its members the lengths and waits of what comes out and all
others those that were meant, and lets the network work out the rest. So nobody answers for starting late because
somebody before was late. Lengths and waits are in working days of each activity's calendar.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from trueup.stats.arrays import Bools, Floats, Ints, frozen
from trueup.stats.network.model import Network
from trueup.stats.network.wide import Wide
from trueup.stats.network.working import Player, player_over

AT_ONCE = 2_000_000
"""Lengths that are worked on at once: 16 MB for each of a handful of arrays."""


@dataclass(frozen=True)
class World:
    """The length and the wait of each activity, (n, futures) each."""

    length: Floats
    wait: Floats


class Worlds:
    """Worlds of one network without its progress and its dates: those live on in the waits."""

    def __init__(self, net: Network, work: int) -> None:
        nothing = frozen(np.full(net.n, np.nan))
        free = frozen(np.full(net.n, -np.inf))
        self.net = replace(net, resume=0.0, started=nothing, finished=nothing, earliest=free, floor_finish=free)
        self._wide = Wide(self.net)
        self._player: Player = player_over(self.net, max(work // max(net.n, 1), 1))

    def world(self, start: Floats, finish: Floats) -> World:
        """The world in which activities start and finish then, (n, futures) each."""
        calendars, c = self.net.calendars, self.net.calendar[:, None]
        begun = calendars.before(c, start)
        length = np.maximum(calendars.before(c, finish) - begun, 0.0)
        ready = self._wide.ready(start, finish, length)
        return World(length, begun - ready)

    def finishes(self, meant: World, comes: World, group: Ints, coalitions: Bools) -> Floats:
        """When all is over in each coalition's world, (coalitions, futures); `group` (n,) is each one's player."""
        futures = comes.length.shape[1]
        at_once = max(AT_ONCE // max(self.net.n * futures, 1), 1)
        found = [
            self._finishes(meant, comes, coalitions[low : low + at_once, group], futures)
            for low in range(0, len(coalitions), at_once)
        ]
        return np.concatenate(found)

    def _finishes(self, meant: World, comes: World, member: Bools, futures: int) -> Floats:
        """`member` (coalitions, n). The coalitions stand side by side, as if they were futures."""
        chosen = member.T[:, :, None]
        length = np.where(chosen, comes.length[:, None, :], meant.length[:, None, :]).reshape(self.net.n, -1)
        wait = np.where(chosen, comes.wait[:, None, :], meant.wait[:, None, :]).reshape(self.net.n, -1)
        return self._player.last_finish(length, wait).reshape(len(member), futures)
