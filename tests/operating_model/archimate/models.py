"""Models to write, and files as other tools write them. All of it is made up."""

from __future__ import annotations

import datetime as dt

from trueup.operating_model.document import OperatingModel

FULL = {
    "id": "mortgage",
    "title": "Buying a home",
    "customer": "homeward",
    "executor": "buyer",
    "parties": [{"id": "registry", "name": "Land registry"}, {"id": "buy", "name": "Buy & Sons <Ltd>"}],
    "jobs": [
        {"id": "buy", "name": "Buy a home", "description": "From the first visit\nto the key", "job_map": "buy-a-home"},
        {"id": "pay/1", "name": "Pay for it", "part_of": "buy", "properties": {"Cost centre": "7", "Owner: head": ""}},
    ],
    "interactions": [
        {
            "id": "i1", "name": "Ask for an extract", "job": "buy", "jobs": ["pay/1"], "step": "Check the title",
            "with": "registry", "channel": "post", "owner": "homeward", "row": "third_party", "kpis": ["days", "cost"],
            "touchpoint": "title/extract", "stage": "operations", "project": "rollout",
        },
        {"id": "2i", "name": "Fetch the key", "with": "buy"},
    ],
    "decisions": [{"id": "d1", "name": "Is the title clean?", "owner": "homeward"}],
    "components": [
        {
            "id": "c1", "name": "Title check", "competency": "Lending", "level": "control", "provider": "registry",
            "cost": {"amount": "1200.50", "currency": "EUR", "per": "month"},
            "revenue": {"amount": 9, "currency": "EUR", "per": "year"}, "heat": {"strategic": "0.5", "gap": 1},
        },
    ],
    "capabilities": [
        {"id": "k", "name": "Lawyers", "kind": "people", "provider": "registry",
         "cost": {"amount": 3, "currency": "EUR", "per": "year"}},
        {"id": "k2", "name": "Archive", "kind": "asset", "parent": "k"},
    ],
    "cash_flows": [
        {"id": "fee", "name": "Arrangement fee", "direction": "in", "amount": 100, "currency": "EUR", "per": "month",
         "provider": "registry"},
        {"id": "loss", "name": "Bad debt", "direction": "out"},
    ],
    "links": [
        ["buy", "2i"],
        {"from": "i1", "to": "d1", "kind": "informs", "why": "the extract says who owns it", "id": "l-1"},
        {"from": "d1", "to": "c1", "kind": "serves", "name": "asks", "properties": {"Weight": "3"}},
        {"from": "d1", "to": "c1"},
        {"from": "c1", "to": "k2", "id": "l/2"},
        {"from": "c1", "to": "k", "kind": "realizes", "id": "l3"},
        ["k", "fee"],
    ],
    "seven_s": [
        {"party": "homeward", "on": dt.date(2026, 1, 1), "strategy": {"score": 3, "why": "clear"},
         "staff": {"score": "2.5"}}
    ],
}  # fmt: skip

OTHERS = """<?xml version="1.0" encoding="UTF-8"?>
<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.opengroup.org/xsd/archimate/3.0/ http://www.opengroup.org/xsd/archimate/3.1/archimate3_Diagram.xsd" identifier="id-9d1f">
  <name xml:lang="en">Homes for all</name>
  <documentation xml:lang="en">Drawn in another tool.</documentation>
  <elements>
    <element identifier="id-goal" xsi:type="Goal">
      <name xml:lang="en">Live in a home of one's own</name>
      <name xml:lang="de">Im eigenen Heim wohnen</name>
    </element>
    <element identifier="_ask" xsi:type="BusinessInteraction">
      <name xml:lang="en">Ask for an offer</name>
      <documentation xml:lang="en">By phone, mostly.</documentation>
      <properties>
        <property propertyDefinitionRef="propid-1"><value xml:lang="en">Front office</value></property>
        <property propertyDefinitionRef="propid-2"><value xml:lang="en">one</value><value xml:lang="de">eins</value></property>
      </properties>
    </element>
    <element identifier="id-lend" xsi:type="BusinessFunction"><name xml:lang="en">Lend money</name></element>
    <element identifier="id-able" xsi:type="Resource"><name xml:lang="en">Treasury desk</name></element>
    <element identifier="id-role" xsi:type="BusinessRole"><name xml:lang="en">Broker</name></element>
    <element identifier="id-bank" xsi:type="BusinessActor"><name xml:lang="en">Homeward Bank</name></element>
    <element identifier="id-group" xsi:type="Grouping"><name xml:lang="en">Lending</name></element>
    <element identifier="id-crm" xsi:type="ApplicationComponent">
      <name xml:lang="en">CRM  of   many spaces</name>
      <properties><property propertyDefinitionRef="propid-1"><value xml:lang="en">IT</value></property></properties>
    </element>
    <element identifier="id-quantum" xsi:type="QuantumOracle"><name xml:lang="en">Not of this world</name></element>
    <element identifier="id-joy" xsi:type="Value"><name xml:lang="en">Peace of mind</name></element>
    <element identifier="id-and" xsi:type="AndJunction" />
  </elements>
  <relationships>
    <relationship identifier="r-1" source="id-goal" target="_ask" xsi:type="Association" />
    <relationship identifier="r-2" source="id-lend" target="id-able" xsi:type="Association">
      <name xml:lang="en">rests on</name>
    </relationship>
    <relationship identifier="r-3" source="id-role" target="_ask" xsi:type="Assignment" />
    <relationship identifier="r-4" source="id-bank" target="_ask" xsi:type="Assignment" />
    <relationship identifier="r-5" source="id-group" target="id-lend" xsi:type="Composition" />
    <relationship identifier="r-6" source="id-crm" target="id-lend" xsi:type="Serving" />
    <relationship identifier="r-7" source="id-crm" target="r-6" xsi:type="Access" accessType="Read" />
    <relationship identifier="r-8" source="id-lend" target="id-and" xsi:type="Flow" />
    <relationship identifier="r-9" source="_ask" target="id-lend" xsi:type="Triggering" />
    <relationship identifier="r-10" source="id-goal" target="_ask" xsi:type="Influence" modifier="++" />
  </relationships>
  <organizations>
    <item><label xml:lang="en">Business</label>
      <item><label xml:lang="en">Front</label><item identifierRef="_ask" /></item>
      <item identifierRef="id-lend" /></item>
    <item identifierRef="v-1" />
  </organizations>
  <propertyDefinitions>
    <propertyDefinition identifier="propid-1" type="string"><name>Department</name></propertyDefinition>
    <propertyDefinition identifier="propid-2" type="string"><name>Number</name></propertyDefinition>
    <propertyDefinition identifier="propid-3" type="boolean"><name>Never used</name></propertyDefinition>
  </propertyDefinitions>
  <views>
    <diagrams>
      <view identifier="v-1" xsi:type="Diagram" viewpoint="Layered">
        <name xml:lang="en">What happens</name>
        <node identifier="n-1" elementRef="_ask" xsi:type="Element" x="12" y="24" w="120" h="55">
          <style><fillColor r="255" g="255" b="181" /></style>
        </node>
        <node identifier="n-2" xsi:type="Container" x="200" y="24" w="300" h="200">
          <label xml:lang="en">Inside</label>
          <node identifier="n-3" elementRef="id-lend" xsi:type="Element" x="210" y="60" w="120" h="55" />
        </node>
        <node identifier="n-4" elementRef="id-goal" xsi:type="Element" x="12" y="300" w="120" h="55" />
        <connection identifier="c-1" relationshipRef="r-9" xsi:type="Relationship" source="n-1" target="n-3">
          <bendpoint x="160" y="90" />
        </connection>
        <connection identifier="c-2" relationshipRef="r-1" xsi:type="Relationship" source="n-4" target="n-1" />
      </view>
    </diagrams>
  </views>
</model>
"""  # noqa: E501 - as tools write it
BOOK = {"homeward": "Homeward Bank"}


def full() -> OperatingModel:
    """A model that says everything a model may say."""
    return OperatingModel.model_validate(FULL)
