"""The language of a text, by script and stop words."""


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language, or None where it is not sure (first version: scripts only)."""
    for code, first, last in (("ja", 0x3040, 0x30FF), ("ko", 0xAC00, 0xD7A3), ("th", 0x0E00, 0x0E7F)):
        if sum(first <= ord(c) <= last for c in text[:2000]) > 10:
            return code
    return None
