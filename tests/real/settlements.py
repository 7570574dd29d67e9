"""10,000 settlements that hypothesis makes up: 2,000 of each property of tests/value/test_settlement.py.

python -m tests.real.settlements
"""

from __future__ import annotations

import time

from hypothesis import HealthCheck, settings

from tests.value import test_settlement as properties

CASES = 2000
PROPERTIES = (
    properties.test_interim_and_true_up_make_the_fee_for_everybody,
    properties.test_every_column_adds_up_and_the_fee_keeps_within_floor_and_cap,
    properties.test_more_value_never_earns_less_nor_holds_a_negative_part,
    properties.test_the_order_of_the_evidence_does_not_matter,
    properties.test_statement_and_correction_make_what_is_known_now,
)


def main() -> None:
    """Try each property, and say how many cases held."""
    for each in PROPERTIES:
        begun = time.perf_counter()
        settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))(each)()
        print(f"{CASES:,} cases held in {time.perf_counter() - begun:.0f} s: {each.__name__}")


if __name__ == "__main__":
    main()
