"""The words of ArchiMate 3.x and how Trueup's map to them.

Sources: The Open Group, ArchiMate 3.2 Specification (elements, relationships, appendix B: which may stand between
which); ArchiMate Model Exchange File Format 3.1 (the XML names). The mapping is explained in
docs/how-to/exchange-archimate.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from trueup.operating_model.parts import Kind, LinkKind

SCHEMA = "http://www.opengroup.org/xsd/archimate/3.1/archimate3_Diagram.xsd"
PREFIX = "trueup:"
"""Begins the name of every property that Trueup writes for itself."""

_ELEMENTS = """
    BusinessActor BusinessRole BusinessCollaboration BusinessInterface BusinessProcess BusinessFunction
    BusinessInteraction BusinessEvent BusinessService BusinessObject Contract Representation Product
    ApplicationComponent ApplicationCollaboration ApplicationInterface ApplicationFunction ApplicationInteraction
    ApplicationProcess ApplicationEvent ApplicationService DataObject Node Device SystemSoftware
    TechnologyCollaboration TechnologyInterface Path CommunicationNetwork TechnologyFunction TechnologyProcess
    TechnologyInteraction TechnologyEvent TechnologyService Artifact Equipment Facility DistributionNetwork Material
    Stakeholder Driver Assessment Goal Outcome Principle Requirement Constraint Meaning Value Resource Capability
    CourseOfAction ValueStream WorkPackage Deliverable ImplementationEvent Plateau Gap Grouping Location AndJunction
    OrJunction
"""
_RELATIONSHIPS = """
    Composition Aggregation Assignment Realization Serving Access Influence Triggering Flow Specialization
    Association
"""
ELEMENT_TYPES = frozenset(_ELEMENTS.split())
RELATIONSHIP_TYPES = frozenset(_RELATIONSHIPS.split())
TYPES_OF_KIND: Mapping[Kind, tuple[str, ...]] = {
    "job": ("Goal",),
    "interaction": ("BusinessInteraction",),
    "decision": ("BusinessFunction",),
    "component": ("BusinessFunction",),
    "capability": ("Capability",),
    "cash_flow": ("Value",),
}
"""What elements of a kind are written as; a capability that is an asset is written as a Resource."""
KIND_OF_TYPE: Mapping[str, Kind] = {
    "Goal": "job",
    "BusinessInteraction": "interaction",
    "BusinessFunction": "component",
    "Capability": "capability",
    "Resource": "capability",
    "Value": "cash_flow",
}
"""What a type is read as where no property says more; a function may say that it is a decision."""
PARTY_TYPES = ("BusinessActor", "BusinessRole")
WHOLE_TO_PART = ("Aggregation", "Composition")

DEFAULT_LINK: Mapping[Kind, str] = {
    "interaction": "Realization",
    "decision": "Serving",
    "component": "Serving",
    "capability": "Realization",
    "cash_flow": "Influence",
}
"""What a link down to a kind is written as: an interaction realizes its job, a decision serves an interaction ..."""
ALLOWED_LINKS: Mapping[Kind, frozenset[str]] = {
    "interaction": frozenset({"Realization", "Influence"}),
    "decision": frozenset({"Serving", "Triggering", "Flow"}),
    "component": frozenset({"Serving", "Triggering", "Flow"}),
    "capability": frozenset({"Realization"}),
    "cash_flow": frozenset({"Influence"}),
}
"""What the standard lets stand there besides Association, which may stand everywhere."""
UPPER_FIRST: frozenset[Kind] = frozenset({"capability", "cash_flow"})
"""Links down to these point downwards (a function realizes a capability, which influences value); others upwards."""
TYPE_OF_LINK: Mapping[LinkKind, str] = {
    "serves": "Serving",
    "realizes": "Realization",
    "assigned": "Assignment",
    "influences": "Influence",
    "triggers": "Triggering",
    "flows": "Flow",
    "associated": "Association",
}
LINK_OF_TYPE: Mapping[str, LinkKind] = {written: kind for kind, written in TYPE_OF_LINK.items()}

DATA_TYPES: Mapping[str, str] = {
    "amount": "number",
    "cost": "number",
    "revenue": "number",
    "strategic": "number",
    "gap": "number",
    "on": "date",
}
"""Of the properties that are not text."""
