"""Fuzzing: laws that hold for whatever a stranger sends (pytest), and long mutation runs (``python -m tests.fuzz``)."""
