"""Zone abbreviations as newspapers print them after a clock time: ``CEST``, ``ET``, ``MSK``, ``WIB``, ``HAE``.

Letters are ambiguous (IST is India, Israel or Ireland; BST is Britain or Bangladesh): the country decides, and where
it does not, the reading that most news mean.
"""

from datetime import timedelta, timezone, tzinfo

from archive.article.hints import named
from archive.article.zones import load_zone


def _minutes(offset: str) -> int:
    hours, _, minutes = offset.lstrip("+-").partition(":")
    return (-1 if offset.startswith("-") else 1) * (int(hours) * 60 + int(minutes or 0))


# Fixed offsets. A standard-time name in summer is read as it stands: whoever prints CET in July gets UTC+1.
_OFFSETS = {
    name: _minutes(offset)
    for offset, names in {
        "0": "utc gmt z ut wet zulu гринвичу grinvicha غرينتش جرينتش",
        "1": "cet mez bst wat west",
        "2": "cest mesz cat sast eet oez",
        "3": "msk мск eest oesz eat trt idt fet",
        "3:30": "irst",
        "4": "gst samt azt get mut",
        "4:30": "irdt aft",
        "5": "pkt uzt yekt tjt tmt mvt",
        "5:45": "npt",
        "6": "bdt btt",
        "6:30": "mmt",
        "7": "wib ict novt krat hovt",
        "8": "hkt sgt myt pht wita awst krast bnt ulat irkt",
        "9": "jst kst wit yakt tlt",
        "9:30": "acst",
        "10": "aest chst pgt vlat",
        "10:30": "acdt",
        "11": "aedt",
        "12": "nzst fjt",
        "13": "nzdt",
        "-1": "cvt azot",
        "-2": "fnt wgst",
        "-3": "brt art uyt adt clst haa wgt gft",
        "-2:30": "ndt hat",
        "-3:30": "nst hnt",
        "-4": "edt hae ast clt vet bot gyt pyt hna",
        "-5": "est hne cdt hac cot pet ect",
        "-6": "cst hnc mdt har",
        "-7": "mst hnr pdt hap",
        "-8": "pst hnp akdt",
        "-9": "akst",
        "-10": "hst",
    }.items()
    for name in names.split()
}

# Names that follow a place's clock, summer and winter.
_PLACES = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "at": "America/Halifax",
    "nt": "America/St_Johns",
    "akt": "America/Anchorage",
    "aet": "Australia/Sydney",
    "aest/aedt": "Australia/Sydney",
    "uk": "Europe/London",
    "eastern": "America/New_York",
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "he": "America/Toronto",
    "cet/cest": "Europe/Paris",
    "uk time": "Europe/London",
    "london time": "Europe/London",
    "new york time": "America/New_York",
    "nz time": "Pacific/Auckland",
}

# The same letters elsewhere.
_BY_COUNTRY = {
    ("ist", "IL"): "Asia/Jerusalem",
    ("ist", "IE"): "Europe/Dublin",
    ("ist", "*"): "Asia/Kolkata",
    ("bst", "BD"): "Asia/Dhaka",
    ("cst", "CN"): "Asia/Shanghai",
    ("cst", "TW"): "Asia/Taipei",
    ("cst", "CU"): "America/Havana",
    ("est", "AU"): "Australia/Brisbane",
    ("edt", "AU"): "Australia/Sydney",
    ("cst", "AU"): "Australia/Darwin",
    ("wst", "AU"): "Australia/Perth",
    ("et", "AU"): "Australia/Sydney",
    ("ast", "SA"): "Asia/Riyadh",
    ("ast", "KW"): "Asia/Kuwait",
    ("ast", "QA"): "Asia/Qatar",
    ("ast", "BH"): "Asia/Bahrain",
    ("ast", "IQ"): "Asia/Baghdad",
    # The Amazon's clock is printed by nobody but its own papers, Armenia's also by those in exile.
    ("amt", "*"): "Asia/Yerevan",
    ("amt", "BR"): "America/Manaus",
    ("amt", "BO"): "America/La_Paz",
    ("gst", "GU"): "Pacific/Guam",
    ("pst", "PH"): "Asia/Manila",
    ("pst", "PK"): "Asia/Karachi",
    ("sst", "SG"): "Asia/Singapore",
    ("mst", "MY"): "Asia/Kuala_Lumpur",
    ("mst", "MM"): "Asia/Yangon",
    ("bt", "BT"): "Asia/Thimphu",
    ("sgt", "SG"): "Asia/Singapore",
    ("wast", "NA"): "Africa/Windhoek",
    ("ct", "CN"): "Asia/Shanghai",
    ("pt", "PT"): "Europe/Lisbon",
    ("et", "ET"): "Africa/Addis_Ababa",
}


def letters_zone(letters: str, *, country: str | None) -> tzinfo | None:
    """Return the zone of an abbreviation (any case), or None if it is none; *country* settles shared letters.

    A place's name ("ET") gives its clock with summer time; a clock's name ("EST") a fixed offset, as printed.
    """
    name = letters.lower().strip(".() ")
    place = _BY_COUNTRY.get((name, (country or "").upper())) or _BY_COUNTRY.get((name, "*")) or _PLACES.get(name)
    if place:
        return load_zone(place)
    minutes = _OFFSETS.get(name)
    return None if minutes is None else timezone(timedelta(minutes=minutes))


KNOWN_LETTERS = frozenset(_OFFSETS) | frozenset(_PLACES) | {name for name, _ in _BY_COUNTRY}
"""Every abbreviation that :func:`letters_zone` can know, in small letters."""

AMERICAN_LETTERS = named("et ct mt pt est edt cst cdt mst mdt pst pdt akst akdt hst")
"""Of clocks of the United States: who prints them writes the month first."""

_PHRASES = """
standard: ora solare | winterzeit | normalzeit | heure d'hiver | hora de invierno | horário de inverno | wintertijd
summer: ora legale | sommerzeit | heure d'été | hora de verano | horário de verão | zomertijd | sommertid
Europe/Rome: ora italiana | ora di roma | ore italiane | rome time
Europe/Paris: heure de paris | heure française | à paris
Europe/Madrid: hora peninsular | hora española | hora de españa
Europe/London: uk time | london time | british time | bst/gmt
America/Sao_Paulo: horário de brasília | hora de brasília | brasília time
America/Argentina/Buenos_Aires: hora argentina | hora de argentina
America/Mexico_City: hora de méxico | hora del centro de méxico
America/Bogota: hora de colombia | hora colombiana
America/Santiago: hora de chile | hora chilena
America/Caracas: hora de venezuela
America/Lima: hora de perú | hora peruana
America/Toronto: heure de l'est | heure de montréal
America/New_York: eastern time | new york time | hora del este | ora di new york
America/Chicago: central time
America/Denver: mountain time
America/Los_Angeles: pacific time
Europe/Moscow: московское время | по московскому времени | по москве | по мск | мск | moscow time
Europe/Kyiv: за київським часом | за києвом | київський час | kyiv time
Europe/Minsk: минское время | по минску
Asia/Almaty: по астане | время астаны | по времени астаны
Asia/Shanghai: 北京时间 | 北京時間 | beijing time | 中国标准时间
Asia/Taipei: 台北時間 | 臺北時間 | 台灣時間 | 臺灣時間
Asia/Hong_Kong: 香港時間 | 香港时间 | hong kong time
Asia/Tokyo: 日本時間 | 日本标准时间 | japan time
Asia/Seoul: 한국시간 | 한국 시간 | korea time
Asia/Jakarta: waktu indonesia barat | wib
Asia/Makassar: waktu indonesia tengah | wita
Asia/Jayapura: waktu indonesia timur | wit
Asia/Singapore: singapore time
Asia/Riyadh: بتوقيت مكة المكرمة | بتوقيت مكة | بتوقيت السعودية | بتوقيت الرياض | saudi time
Africa/Cairo: بتوقيت القاهرة | cairo time
Asia/Jerusalem: بتوقيت القدس | שעון ישראל | israel time
Asia/Dubai: بتوقيت الإمارات | بتوقيت دبي | بتوقيت أبوظبي | uae time
Asia/Beirut: بتوقيت بيروت
Asia/Damascus: بتوقيت دمشق
Asia/Baghdad: بتوقيت بغداد
Asia/Tehran: به وقت تهران | به وقت ایران
Europe/Istanbul: tsi | türkiye saati
Asia/Kolkata: भारतीय समयानुसार | आईएसटी | indian standard time | india time
Asia/Ho_Chi_Minh: giờ việt nam | giờ hà nội
UTC: بتوقيت غرينتش | بتوقيت جرينتش | غرينتش | جرينتش | ت غ | تغ | по гринвичу | coordinated universal time
EST: eastern standard time
EDT: eastern daylight time
CST: central standard time
CDT: central daylight time
PST: pacific standard time
PDT: pacific daylight time
MST: mountain standard time
MDT: mountain daylight time
CET: central european time | mitteleuropäische zeit
CEST: central european summer time | mitteleuropäische sommerzeit
"""


def zone_phrases() -> dict[str, str]:
    """Return the words that name a zone, to an IANA name, letters, or ``standard`` or ``summer`` (of the home zone)."""
    found: dict[str, str] = {}
    for line in _PHRASES.strip().splitlines():
        zone, _, phrases = line.partition(": ")
        found.update((phrase.strip(), zone) for phrase in phrases.split(" | "))
    return found
