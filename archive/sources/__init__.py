"""Newspapers as data: what to crawl and how to read it."""
