"""Groups of people who answer alike, and whether there are any: classes, levels, their number, their stability."""
