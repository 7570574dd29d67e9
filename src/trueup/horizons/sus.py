"""The System Usability Scale: ten items, 1 to 5, of one person, as one figure from 0 to 100.

Source: J. Brooke, SUS: a quick and dirty usability scale, in: Usability Evaluation in Industry (1996). Items of odd
number are worded well of the system, those of even number badly; the wording here is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trueup.horizons.checklists import Item
from trueup.vocabulary import Figure, InputError, said

LOW, HIGH = 1, 5
BEST = 100.0
_STEP = 2.5
_ALL = said("the System Usability Scale has ten items: give all of them")
_WHOLE = said("write a whole number from 1 to 5")

ITEMS: tuple[Item, ...] = (
    Item("1", said("I should like to use this often")),
    Item("2", said("This is more complicated than it needs to be")),
    Item("3", said("This is easy to use")),
    Item("4", said("I need somebody technical to be able to use this")),
    Item("5", said("What it can do fits together well")),
    Item("6", said("It does too much in ways that do not go together")),
    Item("7", said("Most people would learn this fast")),
    Item("8", said("This is awkward to use")),
    Item("9", said("I feel sure of myself when I use this")),
    Item("10", said("I had to learn a lot before I could begin")),
)
"""What is asked, in order; 1 is `I do not agree at all`, 5 `I agree entirely`."""


def sus_score(ratings: Sequence[float]) -> float:
    """The score of one person, 0 to 100, from ten ratings in the order of the items, whole numbers 1 to 5.

    Odd items count rating - 1, even items 5 - rating; the sum times 2.5. All threes are 50. Raises InputError for any
    other number of ratings, and for a rating that is none.
    """
    if len(ratings) != len(ITEMS):
        raise InputError(said("{count} ratings", count=len(ratings)), do=_ALL)
    wrong = [at for at, rating in enumerate(ratings, start=1) if rating not in range(LOW, HIGH + 1)]
    if wrong:
        found = Figure(f"{ratings[wrong[0] - 1]:g}")
        raise InputError(said("item {item} is rated {rating}", item=wrong[0], rating=found), do=_WHOLE)
    odd = sum(rating - LOW for rating in ratings[0::2])
    even = sum(HIGH - rating for rating in ratings[1::2])
    return (odd + even) * _STEP


def sus_of(items: Mapping[str, float]) -> float | None:
    """The score of one person from ratings by item ("1" to "10"); None while an item is lacking."""
    if any(item.id not in items for item in ITEMS):
        return None
    return sus_score([items[item.id] for item in ITEMS])
