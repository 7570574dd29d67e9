"""Files and mappings that are wrong, each with the exact words that a person gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

HEAD = "respondent,answered_at,imp_o1,sat_o1,imp_o2,sat_o2\n"
LONG = "respondent,answered_at,outcome,importance,satisfaction\n"
QUALTRICS = (
    "EndDate,Finished,ResponseId,imp_1,sat_1\n"
    "End Date,Finished,Response ID,Important? - {0},Satisfied? - {0}\n"
    '"{{""ImportId"":""endDate"",""timeZone"":""{1}""}}","{{""ImportId"":""finished""}}","{{""ImportId"":""_recordId""}}",'
    '"{{""ImportId"":""QID1_1""}}","{{""ImportId"":""QID2_1""}}"\n'
)
COVERED = "Minimise the time it takes to find out whether the loss is covered"


@dataclass(frozen=True)
class Broken:
    """A file of answers that is wrong."""

    name: str
    text: str | bytes
    mapping: str = ""
    file: str = "answers.csv"
    options: dict[str, Any] = field(default_factory=dict)


CORPUS = (
    Broken("rating above the scale", HEAD + "ann,2026-10-05,6,2,4,4\n"),
    Broken("rating below the scale", HEAD + "ann,2026-10-05,5,0,4,4\n"),
    Broken("a code for do not know that nobody declared", HEAD + "ann,2026-10-05,5,99,4,4\n"),
    Broken("a mean instead of a rating", HEAD + "ann,2026-10-05,4.5,2,4,4\n"),
    Broken("a mean with a decimal comma", HEAD.replace(",", ";") + "ann;2026-10-05;4,5;2;4;4\n"),
    Broken("words that mean no point", HEAD + "ann,2026-10-05,very importent,2,4,4\n"),
    Broken("words that nobody declared", HEAD + "ann,2026-10-05,k.A.,2,4,4\n"),
    Broken("nobody answered the row", HEAD + ",2026-10-05,5,2,4,4\n"),
    Broken("an e-mail address as pseudonym", HEAD + "ann@example.org,2026-10-05,5,2,4,4\n"),
    Broken("an American date", HEAD + "ann,10/05/2026,5,2,4,4\n"),
    Broken("no day in the row", HEAD + "ann,,5,2,4,4\n"),
    Broken("a negative weight", HEAD.replace("\n", ",weight\n") + "ann,2026-10-05,5,2,4,4,-1\n"),
    Broken("a weight that is none", HEAD.replace("\n", ",weight\n") + "ann,2026-10-05,5,2,4,4,heavy\n"),
    Broken("the same respondent twice",
           HEAD + "ann,2026-10-05,5,2,4,4\nbob,2026-10-05,1,1,1,1\nann,2026-10-06,4,2,4,4\n"),
    Broken("the same rating twice in a long file", LONG + "ann,2026-10-05,o1,5,2\nann,2026-10-05,o1,4,2\n",
           options={"layout": "long"}),
    Broken("an outcome that nobody asked about", LONG + "ann,2026-10-05,o11,5,2\n", options={"layout": "long"}),
    Broken("a rating of nothing", LONG + "ann,2026-10-05,,5,2\n", options={"layout": "long"}),
    Broken("a row with too many cells", HEAD + "ann,2026-10-05,5,2,4,4,1\n"),
    Broken("no column of who answered", HEAD.replace("respondent", "person") + "ann,2026-10-05,5,2,4,4\n"),
    Broken("no column of when", HEAD.replace("answered_at,", "") + "ann,5,2,4,4\n"),
    Broken("no column of ratings", "respondent,answered_at,Q1,Q2\nann,2026-10-05,5,2\n"),
    Broken("columns of an unknown outcome", HEAD.replace("o2", "o22") + "ann,2026-10-05,5,2,4,4\n"),
    Broken("importance without satisfaction", HEAD.replace("sat_o2", "note") + "ann,2026-10-05,5,2,4,4\n"),
    Broken("two columns of one rating", HEAD.replace("imp_o2", "imp_O1") + "ann,2026-10-05,5,2,4,4\n"),
    Broken("a column of the mapping that is not there", HEAD + "ann,2026-10-05,5,2,4,4\n",
           "outcomes: {o1: {importance: imp_1, satisfaction: sat_o1}}"),
    Broken("an outcome of the mapping that nobody asks about", HEAD + "ann,2026-10-05,5,2,4,4\n",
           "outcomes: {o9: o1}"),
    Broken("another scale", HEAD + "ann,2026-10-05,5,2,4,4\n", "scale: {low: 1, high: 7, top: [6, 7]}"),
    Broken("other top boxes", HEAD + "ann,2026-10-05,5,2,4,4\n", "scale: {low: 1, high: 5, top: [5]}"),
    Broken("words for a point that is not on the scale", HEAD + "ann,2026-10-05,5,2,4,4\n", "anchors: {great: 6}"),
    Broken("an unknown wave", HEAD + "ann,2026-10-05,5,2,4,4\n", options={"wave": "2026-q3"}),
    Broken("an unknown survey", HEAD + "ann,2026-10-05,5,2,4,4\n", options={"survey": "pannel"}),
    Broken("a file of nothing", ""),
    Broken("a quote that is never closed", HEAD + 'ann,2026-10-05,5,2,4,"4\nbob,2026-10-05,5,2,4,4\n'),
    Broken("bytes that are not what was said", (HEAD + "J\u00fcrgen,2026-10-05,5,2,4,4\n").encode("cp1252"),
           "read: {encoding: utf-8}"),
    Broken("a workbook that is none", HEAD, file="answers.xlsx"),
    Broken("JSON without a list", '{"data": {"id": 1}}', file="answers.json", options={"layout": "formbricks"}),
    Broken("an export without its ImportIds", "EndDate,Finished,ResponseId,imp_1,sat_1\n2026-10-05,1,R_1,5,2\n",
           options={"layout": "qualtrics"}),
    Broken("an export of a zone that nobody knows", QUALTRICS.format(COVERED, "Mars/Base") + "2026-10-05,1,R_1,5,2\n",
           options={"layout": "qualtrics"}),
    Broken("an export without when", "id;Q1[o1][1];Q1[o1][2]\n1;5;2\n", options={"layout": "limesurvey"}),
    Broken("an export that was told not to keep when",
           "id;submitdate;Q1[o1][1];Q1[o1][2]\n1;1980-01-01 00:00:00;5;2\n", options={"layout": "limesurvey"}),
    Broken("answer codes of the tool", "id;submitdate;Q1[o1][1];Q1[o1][2]\n1;2026-10-05 10:00:00;A1;A2\n",
           options={"layout": "limesurvey"}),
)  # fmt: skip
