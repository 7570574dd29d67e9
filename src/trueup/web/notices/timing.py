"""When a notice is delivered: at once, after the quiet hours, or with the next digest. Local times, no clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from trueup.web.work.schedules import next_time


@dataclass(frozen=True, slots=True)
class Hours:
    """A member's rhythm: digests at `digest_at` of every day or one weekday, quiet between two local times."""

    zone: str = "UTC"
    digest_at: dt.time = dt.time(8)
    digest_weekday: int | None = None
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None

    def due(self, now: dt.datetime, *, digest: bool) -> dt.datetime:
        """When something that happens at `now` is delivered; never before `now`, never in the quiet hours."""
        if not digest:
            return self.after_quiet(now)
        at = next_time(now, every=None, at=self.digest_at, weekday=self.digest_weekday, zone=self.zone)
        return self.after_quiet(at)

    def after_quiet(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself, or the end of the quiet hours that it falls into."""
        if self.quiet_from is None or self.quiet_until is None or not self._quiet(moment):
            return moment
        there = moment.astimezone(ZoneInfo(self.zone))
        day = there.date() if there.time() < self.quiet_until else there.date() + dt.timedelta(days=1)
        ends = (dt.datetime.combine(day, self.quiet_until, there.tzinfo).replace(fold=fold) for fold in (0, 1))
        return next(end for end in (each.astimezone(dt.UTC) for each in ends) if end > moment)

    def _quiet(self, moment: dt.datetime) -> bool:
        assert self.quiet_from is not None
        assert self.quiet_until is not None
        time = moment.astimezone(ZoneInfo(self.zone)).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= time < self.quiet_until
        return time >= self.quiet_from or time < self.quiet_until
