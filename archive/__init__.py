"""emeroteca's archive: newspapers kept as bytes, and articles read from them. Runs without Scrapy."""

__version__ = "0.1.0"
