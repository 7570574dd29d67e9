"""Links of summary tasks, said by the activities in them: a plan has no summaries, only groups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from trueup.sources.plans.draft import Draft, DraftActivity, DraftLink


def spread_links(draft: Draft) -> None:
    """Replace every link from or to a group by links of its activities, with a note each.

    From a group: from each of its activities, so that the last one decides; exact for FS and FF. To a group: to each of
    its activities; exact for FS and SS, the only ones that tools allow.
    """
    inside = _inside(draft)
    for key, link in draft.group_links:
        for activity in inside.get(key, ()):
            activity.links.append(replace(link))
        draft.note(
            "changed",
            draft.groups.get(key, key),
            f"the summary's link from {link.before} was given to each of its activities",
        )
    draft.group_links.clear()
    for activity in draft.activities:
        activity.links = [each for link in activity.links for each in _from_activities(draft, activity, link, inside)]


def _inside(draft: Draft) -> dict[str, list[DraftActivity]]:
    found: dict[str, list[DraftActivity]] = defaultdict(list)
    for activity in draft.activities:
        for key in activity.groups:
            found[key].append(activity)
    return found


def _from_activities(
    draft: Draft, activity: DraftActivity, link: DraftLink, inside: dict[str, list[DraftActivity]]
) -> list[DraftLink]:
    if link.before not in draft.groups:
        return [link]
    name = draft.groups[link.before]
    before = [one for one in inside.get(link.before, ()) if one is not activity]
    count = "1 link" if len(before) == 1 else f"{len(before)} links"
    exact = "" if link.kind in ("FS", "FF") else ", which asks more than the summary's own start does"
    draft.note("changed", activity.where, f"its link from the summary {name!r} became {count}{exact}")
    return [DraftLink(one.key, link.kind, link.lag) for one in before]


def group_of(draft: Draft, activity: DraftActivity) -> str | None:
    """The names of the summaries around an activity, outermost first; None where there is none."""
    return " / ".join(draft.groups[key] for key in activity.groups) or None
