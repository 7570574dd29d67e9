"""What stops a win on its way in."""

from __future__ import annotations

from trueup.horizons.wins import Stop
from trueup.horizons.wins.compliance import whom_to_ask
from trueup.vocabulary import InputError
from trueup.vocabulary.said import joined


class Stopped(InputError):
    """A win that may be a payment, a gift or a job offer: nothing of it was kept. `stop` says why."""

    def __init__(self, stop: Stop, contact: str) -> None:
        self.stop, self.ask = stop, whom_to_ask(contact)
        super().__init__(joined(stop.sentences, " "), do=self.ask)
