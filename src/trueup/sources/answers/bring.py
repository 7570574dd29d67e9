"""The answers of a source, mapped: who answered, what they said, and an account of everything that was read."""

# ruff: noqa: S608 - names are quoted in mapping/sql.py; nothing of a user gets in as SQL

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from trueup.jobs.asked import version_of_wave
from trueup.jobs.job_map import Outcome
from trueup.jobs.questions import outcomes_asked
from trueup.jobs.survey import Survey, Wave
from trueup.sources.answers.columns import Found, find_columns
from trueup.sources.answers.described import Described, described
from trueup.sources.answers.mapped import Block, Column, Mapper, Rated, table_of
from trueup.sources.answers.outcomes import Named
from trueup.sources.answers.people import People, read_people
from trueup.sources.answers.ratings import Kind
from trueup.sources.answers.record import record
from trueup.sources.answers.tools import TOOLS, Tool
from trueup.sources.answers.twice import once, silent
from trueup.sources.answers.whole import check, named_survey, no_such_wave
from trueup.sources.headers import ROW
from trueup.sources.mapping.facts import Mapped
from trueup.sources.mapping.sql import name
from trueup.sources.mapping.stage import Stage, Staged
from trueup.sources.report import LoadedAnswers
from trueup.sources.survey_file import Answers
from trueup.vocabulary import Refusal, SourceError

TABLE = "responses"


@dataclass(frozen=True, slots=True)
class Brought:
    """Rows of `responses`, the account, sentences worth reading, and the row that keeps what was asked."""

    mapped: Mapped
    told: LoadedAnswers
    notices: tuple[str, ...]
    asked: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Panel:
    """A wave of a survey, and the outcomes it asks about."""

    survey: Survey
    wave: Wave
    outcomes: tuple[Outcome, ...]


def panel_of(book: Any, survey: str, wave: str) -> Panel:
    """The survey as the wave asks it. SourceError for a survey, a wave or a job map that the book does not have."""
    versions = named_survey(book.surveys, survey)
    found = version_of_wave(versions.all, wave)
    if found is None:
        raise no_such_wave(versions.latest, wave)
    if found.job_map not in book.job_maps:
        raise SourceError(f"the book has no job map {found.job_map!r}", do="see trueup check")
    # the questions are those of the first version with the wave, its days those of the last
    day = versions.latest.wave(wave) or found.wave(wave)
    assert day is not None
    return Panel(found, day, outcomes_asked(found, book.job_maps[found.job_map].all))


def bring(stage: Stage, answers: Answers, book: Any, before: Mapping[tuple[str, str], dict[str, Any]]) -> Brought:
    """Map the answers. `before` is what waves asked when their first answers came in, by survey and wave.

    Raises SourceError where nothing of them can be used: see whole.py, columns.py and people.py.
    """
    panel = panel_of(book, answers.survey, answers.wave)
    check(answers, panel.survey, panel.outcomes, before.get((answers.survey, answers.wave)))
    bringing = _Bringing(stage, answers, panel)
    return bringing.brought()


class _Bringing:
    """One file of answers on its way."""

    def __init__(self, stage: Stage, answers: Answers, panel: Panel) -> None:
        self.stage, self.answers, self.panel = stage, answers, panel
        self.tool: Tool = TOOLS[answers.layout]
        self.staged: Staged = stage.reads[answers.rows]
        self.described: Described = described(stage, self.staged, self.tool)
        codes = {called: outcome for outcome, called in answers.outcomes.items() if isinstance(called, str)}
        self.named = Named(panel.outcomes, codes)
        self.refused: list[Refusal] = []

    def brought(self) -> Brought:
        """The rows and the account."""
        is_long = self.tool.name == "long"
        found = Found(()) if is_long else self._columns()
        people = read_people(self.stage, self.answers, self.tool, self.described.zone)
        mapper = Mapper(people, self.answers, self.panel.survey.scale, self.tool)
        if is_long:
            self._long_outcomes(people)
            self._hear(people, mapper)
        once(people, self.answers)
        rated = [self._long(people)] if is_long else list(self._wide(people, found))
        blocks = [mapper.block(each) for each in rated]
        rows = table_of(blocks, people, self.answers)
        refusals = (*people.refusals, *self.refused, *mapper.refusals)
        read = mapper.counted.rows + mapper.counted.unsaid + len(refusals)
        mapped = Mapped(TABLE, rows, read, mapper.counted.unsaid, refusals)
        told = self._account(people, mapper, rows, blocks)
        asked = record(self.panel.survey, self.panel.wave.id, self.panel.outcomes)
        return Brought(mapped, told, tuple(self._notices(found, told, rows, refusals)), asked)

    def _columns(self) -> Found:
        return find_columns(self.staged.headers, self.described.texts, self.answers, self.tool, self.named)

    def _texts(self, columns: Sequence[str], people: People) -> dict[str, list[str | None]]:
        """The cells of some columns, person by person."""
        listed = ", ".join(map(name, dict.fromkeys(columns)))
        table = self.stage.query(f"SELECT {listed} FROM {self.staged.relation} ORDER BY {name(ROW)}")
        rows = pa.array([row[ROW] for row in people.rows], pa.int64())
        return {column: table[column].take(rows).to_pylist() for column in dict.fromkeys(columns)}

    def _wide(self, people: People, found: Found) -> Iterator[Rated]:
        texts = self._texts([column for pair in found.pairs for column in pair.columns if column], people)
        nothing: list[str | None] = [None] * len(people.rows)
        for pair in found.pairs:
            columns = [Column(each, texts[each] if each else nothing) for each in pair.columns]
            yield Rated([pair.outcome] * len(people.rows), *columns)

    def _long(self, people: People) -> Rated:
        columns = [self.staged.headers.resolve(each) for each in self._pair]
        texts = self._texts([each for each in columns if each], people)
        return Rated([row["outcome"] for row in people.rows], *(Column(each, texts[each or ""]) for each in columns))

    @property
    def _pair(self) -> tuple[str, str]:
        """The columns of a long file."""
        importance, satisfaction = self.tool.pairs[0]
        return self.answers.importance or importance, self.answers.satisfaction or satisfaction

    def _long_outcomes(self, people: People) -> None:
        """Which outcome each row is about; rows about none that the survey asks are refused."""
        known: dict[str | None, str | None] = {}
        kept = []
        for row in people.rows:
            given = row["outcome"]
            if given not in known:
                known[given] = None if given is None else self.named.resolve(given)
            if known[given] is None:
                self.refused.append(self._no_outcome(row["place"], given))
            else:
                row["outcome"] = known[given]
                kept.append(row)
        people.rows = kept

    def _no_outcome(self, place: int | str, given: str | None) -> Refusal:
        if given is None:
            return Refusal(place, "outcome", "is missing: what was rated?")
        return Refusal(place, "outcome", f"the survey asks about no such outcome; {self.named.near(given)}", given)

    def _hear(self, people: People, mapper: Mapper) -> None:
        """Leave aside people of whom no row says anything: no rating, not that they do not know, and not when."""
        rated = self._long(people)
        read = [
            [reader.read(text).kind != Kind.empty for text in column.texts]
            for reader, column in zip(mapper.readers, rated.columns, strict=True)
        ]
        dated = [row["dated"] for row in people.rows]
        silent(people, (any(said) for said in zip(dated, *read, strict=True)))

    def _account(self, people: People, mapper: Mapper, rows: pa.Table, blocks: Sequence[Block]) -> LoadedAnswers:
        counted = mapper.counted
        seen = set(rows["outcome"].unique().to_pylist())
        days = self._days(rows)
        heard = {int(person) for block in blocks for person in set(block.person.tolist())}
        mute = len(people.rows) - len(heard)
        if mute and self.tool.name != "long":
            people.aside["no answer at all"] = mute
        partial = {people.rows[at]["respondent"] for at in heard if people.rows[at]["partial"]}
        return LoadedAnswers(
            survey=self.answers.survey,
            wave=self.answers.wave,
            layout=self.tool.name,
            rows=self.staged.rows - self.tool.described,
            aside=people.aside,
            respondents=len(days),
            partial=len(partial),
            duplicates=people.duplicates,
            outcomes=len(seen),
            lacking=tuple(name for name in self.named.ids if name not in seen),
            rated=counted.rows,
            ratings=counted.ratings,
            skipped=counted.skipped,
            not_known=dict(counted.not_known),
            first=min(map(str, days.values()), default=None),
            last=max(map(str, days.values()), default=None),
            outside=sum(not self.panel.wave.opens <= day < self.panel.wave.closes for day in days.values()),
        )

    def _days(self, rows: pa.Table) -> dict[str, dt.date]:
        """The day of each respondent's answers, the last of several."""
        zone = self.stage.calendar.zone
        latest = rows.group_by("respondent").aggregate([("answered_at", "max")]).to_pylist()
        return {row["respondent"]: row["answered_at_max"].astimezone(zone).date() for row in latest}

    def _notices(self, found: Found, told: LoadedAnswers, rows: pa.Table, refusals: Sequence[Refusal]) -> Iterator[str]:
        if not rows.num_rows and not refusals:
            yield f"the file holds no answers to {self.answers.survey}, wave {self.answers.wave}: nothing to land"
        if told.outside:
            wave = self.panel.wave
            yield (
                f"{told.outside:,} of {told.respondents:,} answered outside the wave, which opens on {wave.opens} "
                f"and closes on {wave.closes}"
            )
        if told.lacking and rows.num_rows:
            some = ", ".join(told.lacking[:8]) + (", ..." if len(told.lacking) > 8 else "")
            yield f"{len(told.lacking)} outcomes that the survey asks about have no ratings here: {some}"
        if found.aside:
            some = ", ".join(found.aside[:8]) + (", ..." if len(found.aside) > 8 else "")
            yield f"{len(found.aside)} columns look like ratings and are not under `outcomes`: {some}"
