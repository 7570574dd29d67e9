"""Verdicts differ in shape, not in colour alone."""

from __future__ import annotations

from trueup.report.signs import SHAPES, STATUSES, VERDICTS


def test_every_verdict_and_every_status_has_a_shape_of_its_own():
    for signs in (VERDICTS, STATUSES):
        for attribute in ("word", "shape", "glyph", "ascii"):
            assert len({getattr(sign, attribute) for sign in signs.values()}) == len(signs), attribute


def test_every_shape_is_drawn():
    assert {sign.shape for sign in (*VERDICTS.values(), *STATUSES.values())} == set(SHAPES)


def test_the_worst_comes_first():
    tones = [sign.tone for sign in VERDICTS.values()]
    assert tones == sorted(tones, key=["bad", "warn", "open", "good"].index)
