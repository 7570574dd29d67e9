"""Workbooks of baseline, risk analysis and project control: what ProTrack exports, DSLIB is kept in."""
