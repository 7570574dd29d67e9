"""The tokens keep WCAG 2.2 AA in light, in dark and on paper: text 4.5 to 1, marks of charts 3 to 1."""

from __future__ import annotations

import re
from importlib import resources

import pytest

ROOT = resources.files("trueup.report.html")
Tokens = dict[str, str]


COLOUR = r"#[0-9a-f]{6}"


def tokens(text: str) -> Tokens:
    return dict(re.findall(rf"--([a-z0-9-]+): ({COLOUR});", text))


def modes() -> dict[str, Tokens]:
    text = ROOT.joinpath("tokens.css").read_text()
    pairs = re.findall(rf"--([a-z0-9-]+): light-dark\(({COLOUR}), ({COLOUR})\);", text)
    light, dark = {name: one for name, one, _ in pairs}, {name: other for name, _, other in pairs}
    paper = light | tokens(ROOT.joinpath("print.css").read_text())
    return {"light": light, "dark": dark, "paper": paper}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


TEXT = ("ink", "ink-2", "ink-3", "accent", "verdict-good", "verdict-warn", "verdict-bad", "verdict-open")


@pytest.mark.parametrize("mode", ["light", "dark", "paper"])
@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize("ground", ["paper", "wash"])
def test_text_can_be_read(mode: str, name: str, ground: str):
    colours = modes()[mode]
    assert contrast(colours[name], colours[ground]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark", "paper"])
@pytest.mark.parametrize("band", range(1, 6))
def test_a_figure_can_be_read_on_its_shade(mode: str, band: int):
    colours = modes()[mode]
    assert contrast(colours["ink"], colours[f"band-{band}"]) >= 4.5


def test_every_colour_is_given_for_light_for_dark_and_for_paper():
    text = ROOT.joinpath("tokens.css").read_text()
    assert len(re.findall(COLOUR, text)) == 2 * len(modes()["light"]) > 0
    assert set(tokens(ROOT.joinpath("print.css").read_text())) == set(modes()["light"])


def test_every_colour_that_is_used_is_a_token():
    known = set(modes()["light"]) | {"font", "mono", "small", "body", "large", "title", *(f"s{i}" for i in range(1, 9))}
    for file in ROOT.iterdir():
        if file.name.endswith(".css"):
            assert set(re.findall(r"var\(--([a-z0-9-]+)\)", file.read_text())) <= known, file.name
            if file.name not in {"tokens.css", "print.css"}:
                assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![a-z-])", file.read_text()), file.name


def test_every_colour_of_the_charts_is_a_token():
    from trueup.report.theme import config

    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", repr(config()))) <= set(modes()["light"])
