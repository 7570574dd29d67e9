"""The common language as small frozen types. One word, one meaning (docs/reference/glossary.md)."""

from trueup.vocabulary.digest import LARGEST_WHOLE, canonical, digest
from trueup.vocabulary.direction import Direction
from trueup.vocabulary.document import Document, GradeName, Id, Number, Part, PeriodText, SliceKeys, Whole
from trueup.vocabulary.errors import (
    DocumentError,
    EngineError,
    FactError,
    FormulaError,
    IdempotencyConflict,
    InputError,
    LedgerError,
    MoneyError,
    SourceError,
    TrueupError,
    UnknownName,
    did_you_mean,
)
from trueup.vocabulary.estimate import Estimate, Insufficient
from trueup.vocabulary.grade import Grade
from trueup.vocabulary.issue import LEVELS, Issue, Level, Refusal
from trueup.vocabulary.moment import Moment, day_of
from trueup.vocabulary.money import Money, exact, minor_digits, to_decimal
from trueup.vocabulary.party import Party, PartyDocument, Role, Stake
from trueup.vocabulary.period import DAYS_PER_MONTH, DAYS_PER_YEAR, Grain, Period, add_months
from trueup.vocabulary.said import Day, Figure, Said, Sentence, in_parts, joined, listed, said
from trueup.vocabulary.slice import DIMENSIONS, PHASES, STAGES, Slice
from trueup.vocabulary.unit import Unit

__all__ = [
    "DAYS_PER_MONTH",
    "DAYS_PER_YEAR",
    "DIMENSIONS",
    "LARGEST_WHOLE",
    "LEVELS",
    "PHASES",
    "STAGES",
    "Day",
    "Direction",
    "Document",
    "DocumentError",
    "EngineError",
    "Estimate",
    "FactError",
    "Figure",
    "FormulaError",
    "Grade",
    "GradeName",
    "Grain",
    "Id",
    "IdempotencyConflict",
    "InputError",
    "Insufficient",
    "Issue",
    "LedgerError",
    "Level",
    "Moment",
    "Money",
    "MoneyError",
    "Number",
    "Part",
    "Party",
    "PartyDocument",
    "Period",
    "PeriodText",
    "Refusal",
    "Role",
    "Said",
    "Sentence",
    "Slice",
    "SliceKeys",
    "SourceError",
    "Stake",
    "TrueupError",
    "Unit",
    "UnknownName",
    "Whole",
    "add_months",
    "canonical",
    "day_of",
    "did_you_mean",
    "digest",
    "exact",
    "in_parts",
    "joined",
    "listed",
    "minor_digits",
    "said",
    "to_decimal",
]
