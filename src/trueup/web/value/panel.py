"""A panel of the Value tab: see `trueup.web.agreements.panel`, where other applications find it too."""

from trueup.web.agreements.panel import At, Panel

__all__ = ["At", "Panel"]
