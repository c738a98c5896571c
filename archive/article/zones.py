"""Zones: which time zone a printed clock time is in, and how we know.

The order is: printed offset, printed abbreviation, the profile's zone, the country's only (or only national) zone,
the zone of a language that is spoken in essentially one zone. Nothing else: English in an unknown country has none.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.article.moment import ZoneSource

# From tzdata's zone.tab: countries of one zone, and those whose national papers print the capital's time.
# The United States, Canada and Australia are missing on purpose.
_COUNTRIES = """
AD=Europe/Andorra AE=Asia/Dubai AF=Asia/Kabul AG=America/Antigua AI=America/Anguilla AL=Europe/Tirane
AM=Asia/Yerevan AO=Africa/Luanda AR=America/Argentina/Buenos_Aires AS=Pacific/Pago_Pago AT=Europe/Vienna
AW=America/Aruba AX=Europe/Mariehamn AZ=Asia/Baku BA=Europe/Sarajevo BB=America/Barbados BD=Asia/Dhaka
BE=Europe/Brussels BF=Africa/Ouagadougou BG=Europe/Sofia BH=Asia/Bahrain BI=Africa/Bujumbura
BJ=Africa/Porto-Novo BL=America/St_Barthelemy BM=Atlantic/Bermuda BN=Asia/Brunei BO=America/La_Paz
BQ=America/Kralendijk BR=America/Sao_Paulo BS=America/Nassau BT=Asia/Thimphu BW=Africa/Gaborone
BY=Europe/Minsk BZ=America/Belize CC=Indian/Cocos CF=Africa/Bangui CG=Africa/Brazzaville CH=Europe/Zurich
CI=Africa/Abidjan CK=Pacific/Rarotonga CL=America/Santiago CM=Africa/Douala CN=Asia/Shanghai
CO=America/Bogota CR=America/Costa_Rica CU=America/Havana CV=Atlantic/Cape_Verde CW=America/Curacao
CX=Indian/Christmas CY=Asia/Nicosia CZ=Europe/Prague DE=Europe/Berlin DJ=Africa/Djibouti
DK=Europe/Copenhagen DM=America/Dominica DO=America/Santo_Domingo DZ=Africa/Algiers EC=America/Guayaquil
EE=Europe/Tallinn EG=Africa/Cairo EH=Africa/El_Aaiun ER=Africa/Asmara ES=Europe/Madrid ET=Africa/Addis_Ababa
FI=Europe/Helsinki FJ=Pacific/Fiji FK=Atlantic/Stanley FO=Atlantic/Faroe FR=Europe/Paris
GA=Africa/Libreville GB=Europe/London GD=America/Grenada GE=Asia/Tbilisi GF=America/Cayenne
GG=Europe/Guernsey GH=Africa/Accra GI=Europe/Gibraltar GL=America/Nuuk GM=Africa/Banjul GN=Africa/Conakry
GP=America/Guadeloupe GQ=Africa/Malabo GR=Europe/Athens GS=Atlantic/South_Georgia GT=America/Guatemala
GU=Pacific/Guam GW=Africa/Bissau GY=America/Guyana HK=Asia/Hong_Kong HN=America/Tegucigalpa HR=Europe/Zagreb
HT=America/Port-au-Prince HU=Europe/Budapest ID=Asia/Jakarta IE=Europe/Dublin IL=Asia/Jerusalem
IM=Europe/Isle_of_Man IN=Asia/Kolkata IO=Indian/Chagos IQ=Asia/Baghdad IR=Asia/Tehran IS=Atlantic/Reykjavik
IT=Europe/Rome JE=Europe/Jersey JM=America/Jamaica JO=Asia/Amman JP=Asia/Tokyo KE=Africa/Nairobi
KG=Asia/Bishkek KH=Asia/Phnom_Penh KM=Indian/Comoro KN=America/St_Kitts KP=Asia/Pyongyang KR=Asia/Seoul
KW=Asia/Kuwait KY=America/Cayman KZ=Asia/Almaty LA=Asia/Vientiane LB=Asia/Beirut LC=America/St_Lucia
LI=Europe/Vaduz LK=Asia/Colombo LR=Africa/Monrovia LS=Africa/Maseru LT=Europe/Vilnius LU=Europe/Luxembourg
LV=Europe/Riga LY=Africa/Tripoli MA=Africa/Casablanca MC=Europe/Monaco MD=Europe/Chisinau
ME=Europe/Podgorica MF=America/Marigot MG=Indian/Antananarivo MH=Pacific/Majuro MK=Europe/Skopje
ML=Africa/Bamako MM=Asia/Yangon MN=Asia/Ulaanbaatar MO=Asia/Macau MP=Pacific/Saipan MQ=America/Martinique
MR=Africa/Nouakchott MS=America/Montserrat MT=Europe/Malta MU=Indian/Mauritius MV=Indian/Maldives
MW=Africa/Blantyre MX=America/Mexico_City MY=Asia/Kuala_Lumpur MZ=Africa/Maputo NA=Africa/Windhoek
NC=Pacific/Noumea NE=Africa/Niamey NF=Pacific/Norfolk NG=Africa/Lagos NI=America/Managua NL=Europe/Amsterdam
NO=Europe/Oslo NP=Asia/Kathmandu NR=Pacific/Nauru NU=Pacific/Niue NZ=Pacific/Auckland OM=Asia/Muscat
PA=America/Panama PE=America/Lima PF=Pacific/Tahiti PG=Pacific/Port_Moresby PH=Asia/Manila PK=Asia/Karachi
PL=Europe/Warsaw PM=America/Miquelon PN=Pacific/Pitcairn PR=America/Puerto_Rico PS=Asia/Gaza
PT=Europe/Lisbon PW=Pacific/Palau PY=America/Asuncion QA=Asia/Qatar RE=Indian/Reunion RO=Europe/Bucharest
RS=Europe/Belgrade RU=Europe/Moscow RW=Africa/Kigali SA=Asia/Riyadh SB=Pacific/Guadalcanal SC=Indian/Mahe
SD=Africa/Khartoum SE=Europe/Stockholm SG=Asia/Singapore SH=Atlantic/St_Helena SI=Europe/Ljubljana
SJ=Arctic/Longyearbyen SK=Europe/Bratislava SL=Africa/Freetown SM=Europe/San_Marino SN=Africa/Dakar
SO=Africa/Mogadishu SR=America/Paramaribo SS=Africa/Juba ST=Africa/Sao_Tome SV=America/El_Salvador
SX=America/Lower_Princes SY=Asia/Damascus SZ=Africa/Mbabane TC=America/Grand_Turk TD=Africa/Ndjamena
TF=Indian/Kerguelen TG=Africa/Lome TH=Asia/Bangkok TJ=Asia/Dushanbe TK=Pacific/Fakaofo TL=Asia/Dili
TM=Asia/Ashgabat TN=Africa/Tunis TO=Pacific/Tongatapu TR=Europe/Istanbul TT=America/Port_of_Spain
TV=Pacific/Funafuti TW=Asia/Taipei TZ=Africa/Dar_es_Salaam UA=Europe/Kyiv UG=Africa/Kampala
UY=America/Montevideo UZ=Asia/Tashkent VA=Europe/Vatican VC=America/St_Vincent VE=America/Caracas
VG=America/Tortola VI=America/St_Thomas VN=Asia/Ho_Chi_Minh VU=Pacific/Efate WF=Pacific/Wallis
WS=Pacific/Apia YE=Asia/Aden YT=Indian/Mayotte ZA=Africa/Johannesburg ZM=Africa/Lusaka ZW=Africa/Harare
"""
_COUNTRY_ZONE = dict(pair.split("=") for pair in _COUNTRIES.split())
# Zones of countries that have several.
_MANY_ZONES = """
US=New_York US=Chicago US=Denver US=Los_Angeles US=Phoenix US=Detroit US=Anchorage US=Honolulu US=Boise
CA=Toronto CA=Vancouver CA=Montreal CA=Halifax CA=Winnipeg CA=Edmonton CA=Regina CA=St_Johns CA=Moncton
AU=Sydney AU=Melbourne AU=Brisbane AU=Perth AU=Adelaide AU=Hobart AU=Darwin AU=Canberra
BR=Bahia BR=Manaus BR=Fortaleza BR=Recife BR=Belem MX=Tijuana MX=Monterrey MX=Cancun MX=Merida MX=Hermosillo
ES=Canary PT=Azores PT=Madeira ID=Makassar ID=Jayapura RU=Samara RU=Yekaterinburg RU=Novosibirsk RU=Vladivostok
"""
_ZONE_COUNTRY = {zone: country for country, zone in _COUNTRY_ZONE.items()}
_CITY_COUNTRY = {city: country for country, city in (pair.split("=") for pair in _MANY_ZONES.split())}

# Languages whose papers all keep one clock, whatever the country: German is also printed in Vienna and Zurich, at
# the same hour. Never English, Spanish, Portuguese, Arabic, French, Russian, Persian, Bengali, Urdu, Swahili.
_LANGUAGES = """
it=Europe/Rome de=Europe/Berlin nl=Europe/Amsterdam pl=Europe/Warsaw cs=Europe/Prague sk=Europe/Bratislava
hu=Europe/Budapest ro=Europe/Bucharest bg=Europe/Sofia el=Europe/Athens sv=Europe/Stockholm
da=Europe/Copenhagen nb=Europe/Oslo nn=Europe/Oslo no=Europe/Oslo fi=Europe/Helsinki et=Europe/Tallinn
lv=Europe/Riga lt=Europe/Vilnius sl=Europe/Ljubljana hr=Europe/Zagreb bs=Europe/Sarajevo sr=Europe/Belgrade
mk=Europe/Skopje sq=Europe/Tirane is=Atlantic/Reykjavik mt=Europe/Malta lb=Europe/Luxembourg ca=Europe/Madrid
eu=Europe/Madrid gl=Europe/Madrid uk=Europe/Kyiv be=Europe/Minsk tr=Europe/Istanbul he=Asia/Jerusalem
ka=Asia/Tbilisi hy=Asia/Yerevan az=Asia/Baku kk=Asia/Almaty ky=Asia/Bishkek uz=Asia/Tashkent
mn=Asia/Ulaanbaatar ja=Asia/Tokyo ko=Asia/Seoul zh=Asia/Shanghai th=Asia/Bangkok lo=Asia/Vientiane
km=Asia/Phnom_Penh vi=Asia/Ho_Chi_Minh my=Asia/Yangon id=Asia/Jakarta ms=Asia/Kuala_Lumpur fil=Asia/Manila
tl=Asia/Manila hi=Asia/Kolkata te=Asia/Kolkata mr=Asia/Kolkata gu=Asia/Kolkata kn=Asia/Kolkata ml=Asia/Kolkata
or=Asia/Kolkata ta=Asia/Kolkata si=Asia/Colombo ne=Asia/Kathmandu am=Africa/Addis_Ababa
"""
_LANGUAGE_ZONE = dict(pair.split("=") for pair in _LANGUAGES.split())

# Languages whose code is that of their country too.
_OWN_COUNTRY = "az bg de es fi fo fr hr hu id is it lt lu lv mg mk mn mt nl no pl pt ro ru rw sk so th to tr uz"
_AT_HOME = frozenset(_OWN_COUNTRY.split())

# Old and longer codes of languages, as pages declare them.
_CODES = """
iw=he in=id mo=ro sh=sr cnr=sr hbs=sr prs=fa pes=fa arb=ar cmn=zh yue=zh wuu=zh kmr=ku sdh=ckb ita=it eng=en deu=de
ger=de fra=fr fre=fr spa=es por=pt nld=nl dut=nl pol=pl rus=ru ukr=uk tur=tr ara=ar fas=fa jpn=ja zho=zh kor=ko
"""
_OTHER_CODES = dict(pair.split("=") for pair in _CODES.split())

# A host under these endings may be anywhere.
_VANITY = "ac ag ai am as cc cd cm co fm gg gs io is la ly me ms mu nu sc sh st su tk to tv vc ws"
_VANITY_TLDS = frozenset(_VANITY.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneChoice:
    """A zone and how it is known."""

    zone: ZoneInfo
    source: ZoneSource


def load_zone(name: str | None) -> ZoneInfo | None:
    """Return the zone of an IANA name, or None if there is no such zone."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=256)  # asked for every line of a page
def primary_language(language: str | None) -> str | None:
    """Return ``pt`` of ``pt-BR``, lower-case, ``he`` of the old code ``iw``; None of nothing."""
    if not language:
        return None
    primary = language.strip().replace("_", "-").partition("-")[0].lower()
    return _OTHER_CODES.get(primary, primary) or None


@lru_cache(maxsize=256)
def language_country(language: str | None) -> str | None:
    """Return ``BR`` of ``pt-BR``: the region that a language tag names, or None.

    Templates make tags by doubling the language (``ar-AR``, ``sv-SV``, ``ca-CA``), and some say ``es-LA`` of all
    Latin America: Argentina, El Salvador, Canada and Laos are not meant.
    """
    parts = language.strip().replace("_", "-").split("-") if language else []
    region = next((p.upper() for p in parts[1:] if len(p) == 2 and p.isascii() and p.isalpha()), None)
    if region is None or (region == parts[0].upper() and parts[0].lower() not in _AT_HOME):
        return None
    return None if (parts[0].lower(), region) == ("es", "LA") else region


def zone_country(zone: str | None) -> str | None:
    """Return ``US`` of ``America/Chicago``: the country whose papers keep that IANA zone, or None."""
    return (_ZONE_COUNTRY.get(zone) or _CITY_COUNTRY.get(zone.rpartition("/")[2])) if zone else None


def country_of_host(host: str) -> str | None:
    """Return the ISO 3166 country of a host by its ending: ``IT`` of ``www.giornale.it``.

    None for generic endings, addresses, and national endings that are sold to the whole world (.tv, .io, .me).
    """
    if ":" in host:
        host = re.sub(r":\d*$", "", host)
    ending = host.rstrip(".").rpartition(".")[2].lower()
    if len(ending) != 2 or not ending.isascii() or not ending.isalpha() or ending in _VANITY_TLDS or ending == "eu":
        return None
    return "GB" if ending == "uk" else ending.upper()


@lru_cache(maxsize=1024)
def zone_for(*, zone: str | None = None, country: str | None = None, language: str | None = None) -> ZoneChoice | None:
    """Return the zone in which a source prints its clock times, and how it is known; None where nothing decides.

    *zone* is the profile's IANA name, *country* ISO 3166-1 alpha-2, *language* BCP 47 (its region counts as country).
    """
    if found := load_zone(zone):
        return ZoneChoice(zone=found, source="profile")
    for code in (country.upper() if country else None, language_country(language)):
        if code and (found := load_zone(_COUNTRY_ZONE.get(code))):
            return ZoneChoice(zone=found, source="country")
        if code:
            # A country of many zones is not settled by its language.
            return None
    if found := load_zone(_LANGUAGE_ZONE.get(primary_language(language) or "")):
        return ZoneChoice(zone=found, source="language")
    return None
