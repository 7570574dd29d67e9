"""Who owns an activity: by the field of the file that a person names, else nobody, and the report says so."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.sources.plans.draft import Draft, DraftActivity
from trueup.sources.plans.names import slug
from trueup.sources.plans.options import Options
from trueup.vocabulary import InputError, did_you_mean


def owners(draft: Draft, options: Options) -> dict[str, str]:
    """The party of each activity that has one, by the activity's key. InputError for a field that the file lacks."""
    column = _field(draft, options.party_from) if options.party_from else None
    found: dict[str, str] = {}
    for activity in draft.activities:
        party = _owner(draft, activity, column, options) or options.party
        if party is not None:
            found[activity.key] = party
    _tell(draft, len(draft.activities) - len(found), options)
    return found


def _field(draft: Draft, wanted: str) -> str:
    known = sorted({name for activity in draft.activities for name in activity.fields})
    found = {name.casefold(): name for name in known}.get(wanted.strip().casefold())
    if found is None:
        listing = f"it has: {', '.join(known)}" if known else "it has no field that could name a party: use `party`"
        do = did_you_mean(wanted, known) or listing
        raise InputError(f"no activity of the file has the field {wanted!r}", where="party_from", do=do)
    return found


def _owner(draft: Draft, activity: DraftActivity, column: str | None, options: Options) -> str | None:
    stated = activity.fields.get(column, "").strip() if column else ""
    if not stated:
        return None
    names = [part.strip() for part in stated.split(";") if part.strip()]
    owned = [_party(name, options) for name in names]
    if len(set(owned)) > 1:
        draft.note("changed", activity.where, f"{column} names several ({stated}): the first owns it")
    return owned[0] if owned else None


def _party(name: str, options: Options) -> str:
    given = {text.casefold(): party for text, party in options.parties.items()}
    return given.get(name.casefold()) or slug(name, "party")


def _tell(draft: Draft, unowned: int, options: Options) -> None:
    if not unowned:
        return
    known = sorted({name for activity in draft.activities for name in activity.fields})
    more = ", ..." if len(known) > 8 else ""
    where = f" (or name the field that says: {', '.join(known[:8])}{more})" if known and not options.party_from else ""
    owner = "has" if unowned == 1 else "have"
    what = f"{unowned} of {len(draft.activities)} activities {owner} no party: give one with `party`{where}"
    draft.note("missing", "party", what)


def resource_parties(draft: Draft, parties: dict[str, str]) -> dict[str, str]:
    """A resource belongs to the party of everything that needs it; to none where these are several."""
    users: dict[str, set[str]] = {}
    for activity in draft.activities:
        for key in activity.needs:
            users.setdefault(key, set()).add(parties.get(activity.key, ""))
    return {key: next(iter(found)) for key, found in users.items() if len(found) == 1 and "" not in found}


def reporter(options: Options, stated: str | None, party: str | None, fallback: Sequence[str]) -> str:
    """Who reports progress of an activity: as stated, else its party, else the only one that can be named."""
    return options.reported_by or stated or party or options.party or next(iter(fallback), "import")
