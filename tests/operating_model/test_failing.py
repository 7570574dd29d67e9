"""Where touchpoints with third parties fail: the most first, and nothing of one's own."""

from __future__ import annotations

import yaml

from tests.web.operating_model.planted import MODEL
from trueup.operating_model.document import OperatingModel
from trueup.operating_model.failing import failing
from trueup.operating_model.measured import Results


def model() -> OperatingModel:
    """`ask` is with the bank itself, `enter` and `seal` with the registry."""
    stated = {key: value for key, value in yaml.safe_load(MODEL).items() if key != "seven_s"}
    stated["interactions"][0]["touchpoint"] = "homes/ask"
    stated["interactions"].append(
        {"id": "seal", "name": "Have it sealed", "job": "buy", "with": "registry", "touchpoint": "homes/seal"}
    )
    return OperatingModel.model_validate(stated)


def test_only_third_parties_the_most_first() -> None:
    went = {
        ("homes", "ask"): Results(ok=1, failed=9),
        ("homes", "register"): Results(ok=7, failed=2, abandoned=1),
        ("homes", "seal"): Results(failed=3),
    }
    found = failing(model(), went, {"registry": "Land registry"})
    assert [(each.interaction, each.party_name, each.failed, each.n) for each in found] == [
        ("seal", "Land registry", 3, 3),
        ("enter", "Land registry", 2, 10),
    ]


def test_nothing_failed_is_nothing_to_say() -> None:
    assert failing(model(), {("homes", "register"): Results(ok=7, abandoned=1)}, {}) == ()
    assert failing(model(), {}, {}) == ()
