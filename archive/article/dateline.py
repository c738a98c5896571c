"""Reader: the place that opens the text: ``Milano`` of "Milano, 2 apr. - Il gruppo…"."""

from archive.article.hints import named
from archive.article.patterns import has_dense, late

_NAME = (
    r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][\w'’.-]*(?:[ -](?:[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][\w'’.-]*|de|del|della|di|la|el|al|am|an der|sur|of)){0,3}"
)
_DAY = r"(?:\d{1,2}\.?\s*(?:º|°)?\s*(?:de\s+)?[^\W\d]{3,10}\.?|[^\W\d]{3,10}\.?\s+\d{1,2})(?:\s*,?\s*(?:19|20)\d{2})?"
_HOUSE = r"\(\s*[A-Z][\w./ &-]{1,30}\)"
_DASH = r"\s*(?:[-–—―]+|\.\s?[-–—]|:)\s+"
_AGENCY = r"(?:\(\s*[A-Z][\w./ &-]{1,30}\)\s*[-–—]?\s*)?"
# A place alone before a dash is too little ("Londra - ..." may begin a headline): capitals, a day or an agency vouch.
_FORMS = (
    late(rf"^{_AGENCY}(?P<place>{_NAME})\s*,\s*{_DAY}\s*(?:{_HOUSE})?\s*(?:{_DASH}|\s)"),
    late(rf"^(?P<place>{_NAME})(?:,\s*{_NAME}\.?)?\s*{_HOUSE}\s*{_DASH}"),
    late(r"^(?P<place>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’ -]{2,28})(?:,\s*[A-Z][\w.]+)?\s*[-–—―]{1,2}\s"),
)
_EASTERN_FORMS = (
    late(
        r"^(?:新华社|新華社|中新社|共同社|中央社)(?:记者\S{2,8})?(?P<place>[\u4e00-\u9fff]{2,6}?)\d{1,2}(?:月\d{1,2})?日"
    ),
    late(r"^[(（【]?(?P<place>[\u4e00-\u9fff]{2,6}?)[)）]?\s*(?:综合讯|讯|電|电)[)）】]"),
)
_NO_PLACE = named(
    "update breaking live video photos foto aggiornamento esclusivo exclusive watch opinion analysis news",
)


def read_dateline(text: str | None) -> str | None:
    """Return the place that the text's first words name as its dateline, or None. The text itself stays whole."""
    start = (text or "")[:120]
    for form in (*_FORMS, *_EASTERN_FORMS) if has_dense(start) else _FORMS:
        found = form.match(start)
        if found is not None:
            place = found["place"].strip(" ,-–—")
            if place.casefold() not in _NO_PLACE:
                return place.title() if place.isupper() and place.isascii() else place
    return None
