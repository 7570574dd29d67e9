from __future__ import annotations

import pytest

from trueup.sources.plans.draft import Draft, DraftActivity
from trueup.sources.plans.options import Options
from trueup.sources.plans.parties import owners
from trueup.vocabulary import InputError


def draft() -> Draft:
    found = Draft("csv")
    for key, owner in (("a", "Acme GmbH"), ("b", "Northwind; Acme GmbH"), ("c", "")):
        activity = DraftActivity(key, key, f"line {key}", fields={"Owner": owner})
        found.activities.append(activity)
    return found


def test_the_field_that_a_person_names_says_who_owns_what() -> None:
    given = draft()
    assert owners(given, Options(party_from="owner", parties={"Acme GmbH": "acme"})) == {"a": "acme", "b": "Northwind"}
    assert [note.kind for note in given.notes] == ["changed", "missing"]
    assert "1 of 3 activities has no party" in given.notes[1].what


def test_one_party_owns_what_nobody_else_does() -> None:
    given = draft()
    assert owners(given, Options(party_from="Owner", party="rest"))["c"] == "rest"
    assert all(note.kind == "changed" for note in given.notes)


def test_a_field_that_is_not_there_is_an_error_with_those_that_are() -> None:
    with pytest.raises(InputError, match="did you mean 'Owner'"):
        owners(draft(), Options(party_from="Owners"))
    with pytest.raises(InputError, match="it has: Owner"):
        owners(draft(), Options(party_from="xyz"))
