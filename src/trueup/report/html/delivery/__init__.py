"""Delivery on the page: verdict cards first, then timeline, futures, earned value, and tables behind each picture."""

from __future__ import annotations

from trueup.report.html.delivery.section import deliveries, delivery

__all__ = ["deliveries", "delivery"]
