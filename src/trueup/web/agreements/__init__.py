"""One agreement: promise against proof."""
