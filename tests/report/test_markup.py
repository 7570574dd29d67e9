"""No text of a user becomes an element."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from trueup.report.html.markup import Markup, escape, tag, user


class Reader(HTMLParser):
    """What a browser would see: the elements, and all the text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((name, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data


printable = st.text(st.characters(exclude_categories=["Cc", "Cs"]))


@given(printable)
def test_text_comes_out_as_it_went_in(text: str):
    page = Reader(tag("p", text, title=text))
    assert [name for name, _ in page.tags] == ["p"]
    assert page.text.replace("\xa0", " ") == text.replace("\xa0", " ")
    assert str(page.tags[0][1]["title"]).replace("\xa0", " ") == text.replace("\xa0", " ")


def test_markup_is_not_escaped_twice():
    assert tag("p", tag("b", "a & b")) == "<p><b>a &amp; b</b></p>"


def test_attributes():
    assert tag("input", type="search", data_x=1, hidden=True, id=None, disabled=False) == (
        '<input type="search" data-x="1" hidden/>'
    )
    assert tag("p", "x", class_="y") == '<p class="y">x</p>'


def test_several_parts_and_none():
    assert tag("p", "a", None, [tag("i", "b"), "<"]) == "<p>a<i>b</i>&lt;</p>"
    assert Markup.join(["a", "<"], ", ") == "a, &lt;"


def test_what_no_page_may_hold_is_replaced():
    assert escape("a\x00b\x1bc") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"


def test_a_figure_keeps_its_unit_beside_it():
    assert escape("1.2 M EUR and 86 % of 3 kinds") == "1.2\xa0M EUR and 86\xa0% of 3 kinds"


def test_names_keep_their_own_direction():
    assert user("ترحيل") == "<bdi>ترحيل</bdi>"
    assert user("ترحيل", "h3") == '<h3 dir="auto">ترحيل</h3>'
