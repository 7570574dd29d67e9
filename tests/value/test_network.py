"""The benefits dependency network."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from trueup.value.network import Node, cycle_in, network_issues


def test_a_network_that_leads_from_means_to_ends():
    nodes = [
        Node("portal", "enabler", "acme", ("triage",)),
        Node("training", "enabling_change", "northwind", ("triage",)),
        Node("triage", "business_change", "northwind", ("speed",)),
        Node("speed", "benefit", "northwind", ("loyalty",)),
        Node("loyalty", "objective", "northwind"),
    ]
    assert network_issues(nodes) == ()


def test_a_cycle_is_printed():
    nodes = [
        Node("a", "enabler", "x", ("b",)),
        Node("b", "enabling_change", "x", ("c",)),
        Node("c", "business_change", "x", ("b", "d")),
        Node("d", "benefit", "x"),
    ]
    found = [issue for issue in network_issues(nodes) if issue.level == "error"]
    assert [issue.message for issue in found] == ["a cycle: b -> c -> b"]


def test_gaps_and_dangling_links():
    nodes = [Node("portal", "enabler", None, ("sped",)), Node("speed", "benefit", "northwind")]
    messages = {issue.message: issue.suggestion for issue in network_issues(nodes)}
    assert messages == {
        "portal enables 'sped', which is not there": "did you mean 'speed'?",
        "no change leads to the benefit speed": "say what people will do differently",
        "the enabler portal leads to nothing": "link it to a change, or leave it out",
        "nobody owns portal": "name one owner",
    }


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_a_cycle_is_found_where_no_order_exists(pairs):
    import graphlib

    links: dict[str, set[str]] = {str(node): set() for node in range(10)}
    for start, end in pairs:
        links[str(start)].add(str(end))
    nodes = [Node(name, "benefit", enables=tuple(sorted(targets))) for name, targets in links.items()]
    try:
        graphlib.TopologicalSorter(links).prepare()
        ordered = True
    except graphlib.CycleError:
        ordered = False
    cycle = cycle_in(nodes)
    assert bool(cycle) != ordered
    assert all(after in links[before] for before, after in pairwise(cycle))
