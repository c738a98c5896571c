"""Benchmarks: each measures one room against a labelled set."""
