"""Dumps of a collection for analysts: Parquet, JSONL, CSV, ninjs, JSON-LD, with schema, manifest and README."""
