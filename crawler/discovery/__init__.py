"""Bytes or a page in, URLs out. Pure: no Scrapy, no network."""
