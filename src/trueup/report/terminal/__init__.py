"""A scorecard in a terminal: it fits a screen and reads like a verdict."""

from trueup.report.terminal.screen import Screen

__all__ = ["Screen"]
