"""The table of rights, crossed with everybody."""

from __future__ import annotations

import pytest

from trueup.web.documents.access import RIGHTS, agreement_place, plan_place
from trueup.web.documents.models import Book, PlanSeat, Seat
from trueup.web.parties.access import Actor, NotFound, Refused

MAY = {
    "agreement.read": "customer owner, customer editor, customer viewer, provider owner, provider editor, "
    "provider viewer, observer, observer editor",
    "version.propose": "customer owner, customer editor, provider owner, provider editor",
    "version.sign": "customer owner, provider owner",
    "evidence.report": "customer owner, customer editor, provider owner, provider editor",
    "progress.report": "customer owner, customer editor, provider owner, provider editor, observer",
    "evidence.verify": "customer owner, customer editor",
    "evidence.attest": "observer",
    "dispute.open": "customer owner, customer editor, provider owner, provider editor",
    "dispute.answer": "observer, observer editor",
}
SEES = MAY["agreement.read"].split(", ")


@pytest.mark.parametrize("right", sorted(MAY))
def test_each_right_is_held_by_those_whom_the_design_names(
    right: str, personas: dict[str, Actor | None], seats: Book
) -> None:
    for name, actor in personas.items():
        if name in MAY[right].split(", "):
            assert agreement_place(actor, "northwind", "claims-platform", right).may(right)
        else:
            with pytest.raises(Refused if name in SEES else NotFound):
                agreement_place(actor, "northwind", "claims-platform", right)


def test_missing_and_forbidden_look_the_same(personas: dict[str, Actor | None], seats: Book) -> None:
    with pytest.raises(NotFound) as forbidden:
        agreement_place(personas["other provider"], "northwind", "claims-platform")
    with pytest.raises(NotFound) as missing:
        agreement_place(personas["other provider"], "northwind", "no-such-thing")
    assert str(forbidden.value).replace("claims-platform", "X") == str(missing.value).replace("no-such-thing", "X")


def test_no_right_is_left_out() -> None:
    assert set(MAY) == {right for right in RIGHTS if not right.startswith("book.")}


def test_a_plan_is_seen_by_its_agreement_and_by_who_owns_a_portion(
    personas: dict[str, Actor | None], seats: Book
) -> None:
    for seat in Seat.objects.filter(book=seats):
        if seat.local_id != "assay":
            PlanSeat.objects.create(book=seats, plan="claims-plan", seat=seat, part=seat.role)
    for name in ("customer viewer", "provider viewer", "other provider"):
        assert plan_place(personas[name], "northwind", "claims-plan").may("agreement.read")
    for name in ("observer", "stranger"):
        with pytest.raises(NotFound):
            plan_place(personas[name], "northwind", "claims-plan")
    assert plan_place(personas["provider editor"], "northwind", "claims-plan", "progress.report").may("progress.report")
    with pytest.raises(Refused):
        plan_place(personas["provider viewer"], "northwind", "claims-plan", "progress.report")
