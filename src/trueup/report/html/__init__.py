"""A scorecard as one offline HTML file."""

from trueup.report.html.page import render

__all__ = ["render"]
