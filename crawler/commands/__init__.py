"""Commands that the crawler hangs into ``emeroteca``."""
