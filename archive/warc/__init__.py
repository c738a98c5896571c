"""Bytes: records of WARC files, kept as they crossed the wire. Knows no news."""
