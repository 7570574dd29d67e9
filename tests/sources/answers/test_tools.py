"""Exports in the shapes of three survey tools, written by us: what they call things, and what they leave out."""

from __future__ import annotations

import datetime as dt
import json

from tests.sources.answers.conftest import Panel
from tests.sources.answers.corpus import COVERED

LETTER = "Reduce the likelihood that an important letter is lost"
AGAIN = "Minimise the number of people to explain the loss to - again and again"
LIME = '"id";"submitdate";"lastpage";"startlanguage";"seed";"startdate";"datestamp";{}\r\n'
STARTED = '"2026-10-05 09:00:00";"2026-10-05 09:05:00"'


def lime(columns: str, *rows: str) -> bytes:
    """As LimeSurvey writes it: a mark of UTF-8, semicolons, quotes, and an empty line at the end."""
    return ("\ufeff" + LIME.format(columns) + "".join(f"{row}\r\n" for row in rows) + "\r\n").encode()


def test_limesurvey_dual_scale_array_with_codes(panel: Panel) -> None:
    columns = '"Q1[o1][1]";"Q1[o1][2]";"Q1[o2][1]";"Q1[o2][2]"'
    told = panel.told(
        lime(
            columns,
            f'"7";"2026-10-05 09:05:00";"3";"en";"123";{STARTED};"5";"2";"4";"N/A"',
            f'"9";"";"1";"en";"124";{STARTED};"1";"1";"";""',
        ),
        layout="limesurvey",
    )
    assert panel.ratings() == {"7 o1": (5, 2), "7 o2": (4, None), "9 o1": (1, 1)}
    assert (told.rows, told.respondents, told.partial) == (2, 2, 1)
    assert panel.moments() == {dt.datetime(2026, 10, 5, 7, 5, tzinfo=dt.UTC)}


def test_limesurvey_codes_for_expressions_and_two_arrays(panel: Panel) -> None:
    row = f'"7";"2026-10-05 09:05:00";"3";"en";"123";{STARTED};'
    panel.told(lime('"Q1_o1_0";"Q1_o1_1"', row + '"5";"2"'), layout="limesurvey")
    assert panel.ratings() == {"7 o1": (5, 2)}
    panel.told(lime('"imp[o2]";"sat[o2]"', row + '"4";"1"'), layout="limesurvey")
    assert panel.ratings()["7 o2"] == (4, 1)


def test_limesurvey_full_texts_and_answers_in_words(panel: Panel) -> None:
    columns = f'"Rate [{COVERED}][Importance]";"Rate [{COVERED}][Satisfaction]"'
    row = f'"7";"2026-10-05 09:05:00";"3";"de";"123";{STARTED};"Sehr wichtig";"\u00dcberhaupt nicht zufrieden"'
    panel.told(lime(columns, row), layout="limesurvey")
    assert panel.ratings() == {"7 o1": (4, 1)}


def test_limesurvey_answer_codes_are_mapped(panel: Panel) -> None:
    row = f'"7";"2026-10-05 09:05:00";"3";"en";"123";{STARTED};"AO05";"AO01"'
    mapping = "outcomes: {o1: SQ001}\nanchors: {AO01: 1, AO02: 2, AO03: 3, AO04: 4, AO05: 5}\n"
    panel.told(lime('"Q1[SQ001][1]";"Q1[SQ001][2]"', row), mapping=mapping, layout="limesurvey")
    assert panel.ratings() == {"7 o1": (5, 1)}


FORMBRICKS = (
    '"No.","Response ID","Timestamp","Finished","Survey ID","Formbricks ID (internal)","User ID","Notes","Tags",'
    f'"1. How important is this to you? - {COVERED}","1. How important is this to you? - {LETTER}",'
    f'"1. How important is this to you? - {AGAIN}","2. How satisfied are you? - {COVERED}",'
    f'"2. How satisfied are you? - {LETTER}","2. How satisfied are you? - {AGAIN}"\n'
)


def test_formbricks_csv(panel: Panel) -> None:
    told = panel.told(
        FORMBRICKS
        + '1,cm1,"2026-10-05 14:30:00",Yes,s1,,,,,Very important,5,1,Extremely satisfied,2,1\n'
        + '2,cm2,"2026-10-06 08:00:00",No,s1,,,,,4,,,3,,\n',
        layout="formbricks",
    )
    assert panel.ratings() == {"cm1 o1": (4, 5), "cm1 o2": (5, 2), "cm1 o3": (1, 1), "cm2 o1": (4, 3)}
    assert (told.partial, told.lacking) == (1, ())


def test_formbricks_json_of_its_api(panel: Panel) -> None:
    first = {"imp": {COVERED: "Very important", LETTER: "5"}, "sat": {COVERED: "Extremely satisfied", LETTER: "2"}}
    data = [
        {"id": "cm1", "createdAt": "2026-10-05T12:30:00.000Z", "finished": True, "surveyId": "s1", "data": first},
        {"id": "cm2", "createdAt": "2026-10-06T06:00:00.000Z", "finished": False, "surveyId": "s1",
         "data": {"imp": {COVERED: "4"}, "sat": {COVERED: "3"}}},
    ]  # fmt: skip
    told = panel.told(json.dumps({"data": data}), name="responses.json", layout="formbricks")
    assert panel.ratings() == {"cm1 o1": (4, 5), "cm1 o2": (5, 2), "cm2 o1": (4, 3)}
    assert told.partial == 1
    assert panel.rows()[0]["answered_at"] == dt.datetime(2026, 10, 5, 12, 30, tzinfo=dt.UTC)
    data[1]["data"] = {"imp": {COVERED: "9"}, "sat": {COVERED: "3"}}
    report = panel.bring(json.dumps(data), name="responses.json", layout="formbricks")
    assert str(report.refusals[0]).startswith(
        f"responses: line record 2, column data.imp.{COVERED}: is not on the scale"
    )


def qualtrics(names: str, texts: str, *rows: str, zone: str = "America/Denver") -> str:
    """Three header rows, then rows."""
    own = names.split(",")
    ids = [f'"{{""ImportId"":""endDate"",""timeZone"":""{zone}""}}"']
    ids += [f'"{{""ImportId"":""{name}""}}"' for name in ("status", "progress", "finished", "_recordId", *own)]
    head = f"EndDate,Status,Progress,Finished,ResponseId,{names}"
    below = f"End Date,Response Type,Progress,Finished,Response ID,{texts}"
    return "".join(f"{line}\n" for line in (head, below, ",".join(ids), *rows))


def test_qualtrics_side_by_side_with_words(panel: Panel) -> None:
    names = "Q2#1_1,Q2#1_2,Q2#2_1,Q2#2_2"
    texts = ",".join(
        f'"Rate - {row} - {column}"' for column in ("Importance", "Satisfaction") for row in (LETTER, AGAIN)
    )
    told = panel.told(
        qualtrics(
            names,
            texts,
            "2026-10-05 14:30:00,IP Address,100,True,R_1,Very important,5,Extremely satisfied,-99",
            "2026-10-05 14:31:00,Survey Preview,100,True,R_2,1,1,1,1",
            "2026-10-05 14:32:00,IP Address,40,False,R_3,4,,3,",
        ),
        layout="qualtrics",
    )
    assert panel.ratings() == {"R_1 o2": (4, 5), "R_1 o3": (5, None), "R_3 o2": (4, 3)}
    assert (told.rows, told.respondents, told.partial, told.skipped) == (3, 2, 1, 1)
    assert told.aside == {"Status is 'Survey Preview': not given in earnest": 1}
    assert panel.rows()[0]["answered_at"] == dt.datetime(2026, 10, 5, 20, 30, tzinfo=dt.UTC)
    assert [row["source_ref"] for row in panel.rows()][-1] == "answers.csv:6"


def test_qualtrics_two_matrix_questions_with_numbers(panel: Panel) -> None:
    text = qualtrics(
        "imp_1,imp_2,sat_1,sat_2",
        f'"Important? - {COVERED}","Important? - {LETTER}","Satisfied? - {COVERED}","Satisfied? - {LETTER}"',
        "2026-10-05 14:30:00,0,100,1,R_1,5,4,2,3",
        "2026-10-05 14:30:00,8,100,1,R_9,5,4,2,3",
        zone="Z",
    )
    panel.told(text, layout="qualtrics")
    assert panel.ratings() == {"R_1 o1": (5, 2), "R_1 o2": (4, 3)}
    assert panel.moments() == {dt.datetime(2026, 10, 5, 14, 30, tzinfo=dt.UTC)}


def test_a_row_number_is_not_taken_for_the_id_of_another_outcome(panel: Panel) -> None:
    """Outcomes may be called 1 and 2; the words of the question say which is meant."""
    jobs = (panel.folder / "jobs.yaml").read_text()
    panel.write("jobs.yaml", jobs.replace("id: o1", 'id: "2"').replace("id: o2", 'id: "1"'))
    text = qualtrics(
        "imp_1,sat_1", f'"Important? - {COVERED}","Satisfied? - {COVERED}"', "2026-10-05 14:30:00,0,100,1,R_1,5,2"
    )
    panel.told(text, layout="qualtrics")
    assert panel.ratings() == {"R_1 2": (5, 2)}
