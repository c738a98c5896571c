"""Fetches newspapers with Scrapy, byte-exactly. Knows the archive; the archive does not know it."""
