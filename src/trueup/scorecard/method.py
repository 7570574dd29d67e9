"""How scorecards are made, by name: another method may give another scorecard of the same book and facts."""

from __future__ import annotations

METHOD = "trueup 0.1"
