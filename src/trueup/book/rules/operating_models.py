"""Rules about operating models: what each says by itself, the names it uses, and whose it stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from trueup.book.rules.steps import placed_findings, steps
from trueup.operating_model import rules
from trueup.vocabulary import Issue, did_you_mean, said

if TYPE_CHECKING:
    from trueup.book.draft import Draft, Placed
    from trueup.operating_model.document import OperatingModel
    from trueup.vocabulary.finding import Path

_OF_PARTIES = ("owner", "with", "provider")


def operating_model_holds_together(draft: Draft) -> Iterator[Issue]:
    """Ids are given once, links lead where they may, nothing is part of itself, money has a currency."""
    for placed in draft.operating_models:
        yield from placed_findings(placed, rules.issues(placed.document))


def operating_model_stays_its_customers(draft: Draft) -> Iterator[Issue]:
    """A later version is still the model of the same customer."""
    for before, after in steps(draft.operating_models):
        if before is not None:
            yield from placed_findings(after, rules.amended(before.document, after.document))


def operating_model_parties_exist(draft: Draft) -> Iterator[Issue]:
    """Whoever is named is a party of the book, or a third party that the model lists itself."""
    for placed in draft.operating_models:
        model = placed.document
        yield from draft.no_party(placed, ("customer",), model.customer)
        own = {party.id: None for party in model.parties}
        known = draft.party_names | own
        for index, party in enumerate(model.parties):
            if party.id in draft.party_names:
                message = said("{party} is a party of the book already", party=repr(party.id))
                yield placed.issue("error", ("parties", index, "id"), message, said("leave it out here"))
        for path, name in _named(model):
            if name not in known and name != model.executor:
                yield from _no_party(draft, placed, path, name, known)


def _no_party(
    draft: Draft, placed: Placed[OperatingModel], path: Path, name: str, known: Collection[str]
) -> Iterator[Issue]:
    if draft.definition is None or not draft.complete:
        return
    near = did_you_mean(name, known)
    suggestion = near or said("add it to the book's parties, or to `parties` of the model: there are {parties}",
                              parties=", ".join(list(known)[:8]))  # fmt: skip
    yield placed.issue("error", path, said("there is no party {party}", party=repr(name)), suggestion)


def _named(model: OperatingModel) -> Iterator[tuple[Path, str]]:
    """Every party that the model names, with the path at which it does."""
    for each in model.elements():
        for key in _OF_PARTIES:
            name = getattr(each.element, "with_" if key == "with" else key, None)
            if name is not None:
                yield (*each.path, key), name
    for index, check in enumerate(model.seven_s):
        yield ("seven_s", index, "party"), check.party


def operating_model_names_exist(draft: Draft) -> Iterator[Issue]:
    """KPIs, job maps and stages are in the book; a step that the job map does not have is worth a hint."""
    for placed in draft.operating_models:
        for each in placed.document.elements():
            for number, kpi in enumerate(each.element.kpis):
                yield from draft.lost(placed, (*each.path, "kpis", number), "KPI", kpi, draft.kpi_names)
            if draft.definition is not None and each.element.stage is not None:
                stages = draft.definition.stages
                yield from draft.lost(placed, (*each.path, "stage"), "stage", each.element.stage, stages)
        for index, job in enumerate(placed.document.jobs):
            yield from draft.lost(placed, ("jobs", index, "job_map"), "job map", job.job_map, draft.job_map_names)
        yield from _steps(draft, placed)


def _steps(draft: Draft, placed: Placed[OperatingModel]) -> Iterator[Issue]:
    maps = {job.id: job.job_map for job in placed.document.jobs}
    for index, interaction in enumerate(placed.document.interactions):
        versions = [draft.job_maps_by_id.get(maps.get(job) or "") for job in interaction.of_jobs]
        known = {step.id: None for every in versions if every for step in every[-1].steps}
        if interaction.step is not None and all(versions) and known and interaction.step not in known:
            message = said("there is no step {step} in the job map", step=repr(interaction.step))
            steps_there = said("there are: {ids}", ids=", ".join(known))
            suggestion = did_you_mean(interaction.step, known) or steps_there
            yield placed.issue("hint", ("interactions", index, "step"), message, suggestion)


RULES = (
    operating_model_holds_together,
    operating_model_stays_its_customers,
    operating_model_parties_exist,
    operating_model_names_exist,
)
