"""Measuring 廉防 against bare Django in the same run (docs/bench.md); never imported by the project itself."""
