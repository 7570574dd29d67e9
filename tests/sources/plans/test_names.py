from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from trueup.delivery.link import Link
from trueup.sources.plans.names import distinct, free, slug

ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._:/+-]*$")


def test_a_name_becomes_an_id_that_people_recognise() -> None:
    assert slug("Müller & Söhne GmbH") == "muller-sohne-gmbh"
    assert slug("PROJ-12") == "PROJ-12"
    assert slug("  ") == "x"


def test_what_would_be_read_as_a_lag_is_written_so_that_it_is_not() -> None:
    assert slug("REL-2d") == "REL_2d"
    assert Link.parse(f"{slug('REL-2d')} SS+1d").before == "REL_2d"


@given(st.text(max_size=100))
def test_any_text_is_an_id_and_survives_in_a_link(text: str) -> None:
    name = slug(text)
    assert ID.match(name)
    assert Link.parse(name) == Link(name)
    assert slug(name) == name


@given(st.lists(st.text(max_size=8), max_size=30))
def test_each_text_gets_an_id_of_its_own_whatever_the_others_are(texts: list[str]) -> None:
    names = distinct(texts)
    assert len(set(names)) == len(texts)
    assert all(ID.match(name) for name in names)


def test_the_first_free_number_is_taken() -> None:
    assert free("a", {"a", "a-2"}) == "a-3"
    assert free("b", {"a"}) == "b"
