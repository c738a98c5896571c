"""News: from a page to an article. Knows no WARC, no network, no disk, no clock."""
