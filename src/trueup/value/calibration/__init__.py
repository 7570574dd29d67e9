"""Was it right? Every forecast that Trueup or a party issued, against what came (issue 6, point 6).

`issued` says what was issued and what came, `pairing` which of them may be compared, `probabilities`, `intervals` and
`points` score them, `report` puts the answer together. Pure rules: readers of each kind are in scorecard/calibration.
"""
