"""Every story gives the answer that was worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.run import Ask, agrees, answer, look_up, stories, write


@pytest.mark.parametrize("asked", stories(), ids=lambda asked: asked.title)
def test_story(asked: Ask, tmp_path: Path) -> None:
    write(asked.story, tmp_path)
    card = answer(tmp_path, asked.ask)
    wrong = {
        path: (look_up(card, path), expected)
        for path, expected in asked.expect.items()
        if not agrees(look_up(card, path), expected)
    }
    assert not wrong, asked.why
