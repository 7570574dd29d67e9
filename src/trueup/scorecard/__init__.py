"""The main job: book + facts + a moment -> scorecard."""
