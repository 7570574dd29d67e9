"""A row a respondent: what each cell means, and what becomes of every row."""

from __future__ import annotations

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from tests.sources.answers.conftest import Panel
from trueup.vocabulary import DocumentError, InputError, SourceError

BERLIN = ZoneInfo("Europe/Berlin")
HEAD = "respondent,answered_at,imp_o1,sat_o1,imp_o2,sat_o2,imp_o3,sat_o3\n"
FULL = HEAD + "ann,2026-10-05T10:00:00+02:00,5,2,4,4,3,1\nbob,2026-10-06T09:30:00Z,1,5,2,2,5,5\n"


def test_ratings_become_a_row_an_outcome(panel: Panel) -> None:
    told = panel.told(FULL)
    assert (told.rows, told.respondents, told.outcomes, told.rated, told.ratings) == (2, 2, 3, 6, 12)
    assert (told.first, told.last, told.outside, told.skipped, told.partial) == ("2026-10-05", "2026-10-06", 0, 0, 0)
    assert panel.ratings() == {
        "ann o1": (5, 2), "ann o2": (4, 4), "ann o3": (3, 1), "bob o1": (1, 5), "bob o2": (2, 2), "bob o3": (5, 5),
    }  # fmt: skip
    ann = panel.rows()[0]
    assert ann["answered_at"] == dt.datetime(2026, 10, 5, 8, tzinfo=dt.UTC)
    assert (ann["survey"], ann["wave"], ann["source_ref"]) == ("panel", "2026-q4", "answers.csv:2")


def test_the_same_file_twice_changes_nothing_and_a_correction_lands(panel: Panel) -> None:
    first = panel.bring(FULL)
    again = panel.bring(FULL)
    assert (first.landed, again.landed, again.batch, again.tables[0].unchanged) == (6, 0, None, 6)
    corrected = panel.bring(FULL.replace("5,2,4,4,3,1", "5,2,4,4,3,2"))
    assert corrected.landed == 1
    assert panel.ratings()["ann o3"] == (3, 2)


def test_empty_is_not_shown_and_a_code_is_shown_and_not_rated(panel: Panel) -> None:
    told = panel.told(HEAD + "ann,2026-10-05,5,2,,,NA,NA\nbob,2026-10-05,,,4,,,3\ncy,2026-10-05,,,,,,\n")
    assert panel.ratings() == {"ann o1": (5, 2), "ann o3": (None, None), "bob o2": (4, None), "bob o3": (None, 3)}
    assert (told.rated, told.ratings, told.skipped, told.respondents) == (4, 4, 4, 2)
    assert told.aside == {"no answer at all": 1}


def test_what_people_do_not_know_is_counted_by_its_code(panel: Panel) -> None:
    rows = HEAD + "ann,2026-10-05,5,99,k.A.,4,K.A.,88\nbob,2026-10-05,99,99,1,1,1,1\n"
    told = panel.told(rows, mapping="not_known: {does not know: [99, k.A.], does not apply: [88]}")
    assert told.not_known == {"does not know": 5, "does not apply": 1}
    assert panel.ratings()["ann o3"] == (None, None)
    assert panel.ratings()["bob o1"] == (None, None)
    assert told.respondents == 2


def test_words_are_points(panel: Panel) -> None:
    """The survey's own words in every language, those that ship, and those of the mapping."""
    row = "ann,2026-10-05,Very important,sehr  Zufrieden,unwichtig,4.0,\u00c4u\u00dferst wichtig,great\n"
    mapping = "anchors:\n  importance: {unwichtig: 1}\n  satisfaction: {Great: 5}\n"
    panel.told(HEAD + row, mapping=mapping)
    assert panel.ratings() == {"ann o1": (4, 4), "ann o2": (1, 4), "ann o3": (5, 5)}


def test_words_for_both_ratings_are_said_once(panel: Panel) -> None:
    panel.told(HEAD + "ann,2026-10-05,hoch,tief,,,,\n", mapping="anchors: {hoch: 5, tief: 1}")
    assert panel.ratings() == {"ann o1": (5, 1)}


def test_columns_are_called_as_the_mapping_says(panel: Panel) -> None:
    text = "who;when;W 1;Z 1;W 2;Z 2\nann;05.10.2026 14:00;5;2;4;1\n"
    mapping = """
        respondent: who
        answered_at: {time: when, format: "%d.%m.%Y %H:%M"}
        importance: "W {outcome}"
        satisfaction: "Z {outcome}"
        outcomes: {o1: 1, o2: 2}
        """
    told = panel.told(text, mapping=mapping)
    assert panel.ratings() == {"ann o1": (5, 2), "ann o2": (4, 1)}
    assert panel.moments() == {dt.datetime(2026, 10, 5, 14, tzinfo=BERLIN)}
    assert told.lacking == ("o3",)


def test_columns_may_be_named_one_by_one(panel: Panel) -> None:
    text = "respondent,Q1,Q2,Q9\nann,5,2,4\n"
    mapping = "outcomes:\n  o1: {importance: Q1, satisfaction: Q2}\n  o2: {importance: Q9}\n"
    panel.told(text, mapping=mapping, answered_on=dt.date(2026, 10, 5))
    assert panel.ratings() == {"ann o1": (5, 2), "ann o2": (4, None)}
    assert panel.moments() == {dt.datetime(2026, 10, 5, tzinfo=BERLIN)}


def test_what_is_known_of_people_comes_with_them(panel: Panel) -> None:
    text = "respondent,answered_at,customer,weight,key:region,Role,imp_o1,sat_o1\n" \
           "ann,2026-10-05,acme gmbh,1.5,north,Broker,5,2\nbob,2026-10-05,,,,,4,4\n"  # fmt: skip
    panel.told(text, mapping='keys: {role: {from: Role, "broker": broker, else: keep}}')
    ann, bob = panel.rows()
    assert (ann["customer"], ann["weight"]) == ("acme gmbh", 1.5)
    assert json.loads(ann["segment_keys"]) == {"region": "north", "role": "broker"}
    assert (bob["customer"], bob["weight"], bob["segment_keys"]) == (None, None, None)


def test_rows_may_be_left_out_and_are_counted(panel: Panel) -> None:
    text = HEAD.replace("\n", ",country,done\n") + (
        "ann,2026-10-05,5,2,4,4,3,1,DE,yes\nbob,2026-10-05,5,2,4,4,3,1,FR,yes\ncy,2026-10-05,5,2,,,,,DE,no\n"
    )
    told = panel.told(text, mapping="where: country = 'DE'\nfinished: done\n")
    assert told.aside == {"left out by `where`": 1}
    assert (told.respondents, told.partial) == (2, 1)
    dropped = panel.told(text, mapping="finished: done\n", drop_partial=True, dry_run=True)
    assert dropped.aside == {"not finished": 1}
    assert (dropped.respondents, dropped.partial) == (2, 0)


@pytest.mark.parametrize(("keep", "stands"), [("last", (1, 1)), ("first", (5, 2))])
def test_of_somebody_with_two_rows_the_one_answered_last_or_first_counts(
    panel: Panel, keep: str, stands: tuple[int, int]
) -> None:
    text = HEAD + "ann,2026-10-09,1,1,,,,\nann,2026-10-05,5,2,,,,\n"
    told = panel.told(text, keep=keep)
    assert panel.ratings() == {"ann o1": stands}
    assert told.duplicates == 1


def test_answers_outside_the_wave_are_taken_and_said(panel: Panel) -> None:
    report = panel.bring(FULL.replace("2026-10-06", "2026-11-01"))
    assert report.answers[0].outside == 1
    assert report.notices == ("1 of 2 answered outside the wave, which opens on 2026-10-01 and closes on 2026-11-01",)


def test_a_file_without_answers_lands_nothing_and_says_so(panel: Panel) -> None:
    for text in (HEAD, HEAD + "ann,2026-10-05,,,,,,\n"):
        report = panel.bring(text)
        assert report.notices[0] == "the file holds no answers to panel, wave 2026-q4: nothing to land"
        assert (report.landed, report.answers[0].rated) == (0, 0)
    assert panel.rows() == []


def test_one_refused_row_holds_the_file_and_the_rest_can_be_asked_for(panel: Panel) -> None:
    text = FULL + "cy,2026-10-07,6,1,1,1,1,1\n"
    held = panel.bring(text)
    assert (held.held, held.landed, held.refused, panel.rows()) == (True, 0, 1, [])
    rest = panel.bring(text, whole=False)
    assert (rest.held, rest.landed, len(rest.refusals)) == (False, 8, 1)
    assert "cy o1" not in panel.ratings()
    assert panel.ratings()["cy o2"] == (1, 1)


def test_every_encoding_and_workbooks_are_read(panel: Panel) -> None:
    import io

    from openpyxl import Workbook  # type: ignore[import-untyped]

    text = FULL.replace("ann", "J\u00fcrgen")
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        panel.told(text.encode(encoding), dry_run=True)
    book = Workbook()
    for line in text.splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    out = io.BytesIO()
    book.save(out)
    panel.told(out.getvalue(), name="answers.xlsx")
    assert panel.ratings()["J\u00fcrgen o1"] == (5, 2)


def test_other_scales_have_their_own_points(panel: Panel) -> None:
    panel.write("panel.yaml", "kind: survey\nid: panel\njob_map: claim\nscale: {low: 0, high: 10, top: [9, 10]}\n"
                              "waves: [{id: 2026-q4, opens: 2026-10-01, closes: 2026-11-01}]\n")  # fmt: skip
    panel.told(HEAD + "ann,2026-10-05,0,10,,,,\n", mapping="scale: {low: 0, high: 10, top: [9, 10]}")
    assert panel.ratings() == {"ann o1": (0, 10)}


def test_a_mapping_is_explained_at_its_line(panel: Panel) -> None:
    with pytest.raises(DocumentError, match=r"map.yaml:2: error: respondnt: .*did you mean 'respondent'"):
        panel.bring(FULL, mapping="keep: last\nrespondnt: who\n")
    with pytest.raises(DocumentError, match=r"map.yaml:1: error: wave: is said by the command"):
        panel.bring(FULL, mapping="wave: 2026-q4\n")
    with pytest.raises(DocumentError, match=r'has no place for the outcome: write it like "imp_\{outcome\}"'):
        panel.bring(FULL, mapping="importance: imp\n")
    with pytest.raises(DocumentError, match=r"has more than 4 stars"):
        panel.bring(FULL, mapping='importance: "*a*a*a*a*a{outcome}"\n')


def test_a_file_of_another_kind_is_refused(panel: Panel) -> None:
    with pytest.raises(InputError, match=r"a file that ends in '.docx' is none of answers"):
        panel.bring(FULL, name="answers.docx")


def test_a_survey_that_was_changed_after_its_first_answer_is_refused(panel: Panel) -> None:
    panel.bring(FULL)
    panel.write("jobs.yaml", (panel.folder / "jobs.yaml").read_text().replace("is lost}", "gets lost}"))
    with pytest.raises(SourceError, match="the survey panel is another than when wave 2026-q4") as refused:
        panel.bring(FULL)
    assert "\n  outcome o2 has other words" in str(refused.value)
    assert refused.value.do == "put it back, or add a wave for what is asked now"
    later = FULL.replace("2026-10", "2027-01")
    panel.told(later, wave="2027-q1")
    assert len(panel.rows()) == 12
