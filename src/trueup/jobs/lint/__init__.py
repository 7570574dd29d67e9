"""The lint of job maps: how outcome statements and jobs are worded. It says what and where, and never rewrites.

grammar     a statement as direction, metric, object and context, with their places
statement   the lint of one statement      wording   words that have no place in it
job         the lint of a job              likeness  statements that say nearly the same
whole       the lint of a job map          codes     every code, with its level
"""

from __future__ import annotations

from trueup.jobs.lint.codes import CODES, Code
from trueup.jobs.lint.grammar import Parts, Piece, parse
from trueup.jobs.lint.job import lint_job
from trueup.jobs.lint.remark import Remark
from trueup.jobs.lint.statement import lint
from trueup.jobs.lint.whole import lint_map

__all__ = ["CODES", "Code", "Parts", "Piece", "Remark", "lint", "lint_job", "lint_map", "parse"]
