"""The date reader, by the forms that newspapers print."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article.dates import looks_like_date_line, read_moment
from archive.article.lexicon import languages
from archive.article.moment import Moment, Reading
from archive.sources.profile import DateOrder

ROME = ZoneInfo("Europe/Rome")
# Languages whose months CLDR writes as numbers: they have tests of their own.
NUMBERED = frozenset({"ja", "ko", "vi", "zh"})
MAY = datetime(2019, 5, 10, 8, 0, tzinfo=UTC)


def read(
    line: str,
    language: str | None = "it",
    zone: str | None = "Europe/Rome",
    country: str | None = "IT",
    at: datetime = MAY,
    order: DateOrder | None = None,
) -> Reading:
    return read_moment(line, language=language, zone=zone, country=country, captured_at=at, date_order=order)


def only(
    line: str, language: str | None = "it", zone: str | None = "Europe/Rome", country: str | None = "IT"
) -> Moment:
    reading = read(line, language, zone, country)
    moment = reading.published or reading.modified
    assert moment is not None, line
    return moment


def test_day_comes_before_month() -> None:
    moment = only("02/04/2019 20:42")

    assert moment.at == datetime(2019, 4, 2, 20, 42, tzinfo=ROME)
    assert moment.printed == "02/04/2019 20:42"
    assert moment.precision == "minute"
    assert moment.zone_from == "profile"


def test_month_comes_first_in_the_united_states() -> None:
    assert only("04/02/2019", "en", "America/New_York", "US").at.date() == date(2019, 4, 2)


@pytest.mark.parametrize(("zone", "day"), [("America/Chicago", "2019-04-02"), ("Europe/London", "2019-02-04")])
def test_the_country_of_the_profiles_zone_settles_the_order_of_numbers(zone: str, day: str) -> None:
    assert only("04/02/2019", "en-US", zone, None).at.date().isoformat() == day


def test_a_profile_settles_the_order_of_numbers() -> None:
    reading = read("04/02/2019", "en", None, None, order="MDY")

    assert reading.published is not None
    assert reading.published.at.date() == date(2019, 4, 2)


def test_without_a_country_the_reading_that_is_not_in_the_future_wins() -> None:
    reading = read("04/06/2019", "en", None, None)

    assert reading.published is not None
    assert reading.published.at.date() == date(2019, 4, 6)


@pytest.mark.parametrize("clock", ["08:00 AM EDT", "8:00 ET", "7:15 p.m. PST"])
def test_an_american_clock_settles_the_order_of_numbers_where_no_country_does(clock: str) -> None:
    here, abroad = (read(f"04/02/2019 {clock}", "en", None, country) for country in (None, "GB"))

    assert here.published is not None
    assert here.published.at.date() == date(2019, 4, 2)
    assert abroad.published is not None
    assert abroad.published.at.date() == date(2019, 2, 4)


def test_the_weekday_settles_the_order_of_numbers_where_nothing_else_does() -> None:
    reading = read("Friday 05/04/2019", "en", None, None)

    assert reading.published is not None
    assert reading.published.at.date() == date(2019, 4, 5)


@pytest.mark.parametrize(
    "line",
    [
        "Pubblicato il 2 aprile 2019 alle 20:42",
        "di Mauro Romano - 2 aprile 2019, ore 20.42",
        "Roma, 2 apr. 2019 - 20:42",
        "Ore 20:42 del 2 aprile 2019",
        "MARTEDÌ 2 APRILE 2019 ORE 20,42".replace(",", "."),
        "mar 2 apr 2019 20:42",
        "20:42 | 02.04.2019",
        "Data: 02/04/2019 Ora: 20:42",
        "2019-04-02 20:42",
        "2 aprile 2019 (20:42) | 3 min di lettura | 12 commenti",
    ],
)
def test_an_italian_date_line_in_any_dress_is_the_same_moment(line: str) -> None:
    assert only(line).at == datetime(2019, 4, 2, 20, 42, tzinfo=ROME)


@pytest.mark.parametrize(
    ("line", "language", "country"),
    [
        ("Pubblicato il 2 aprile 2019 alle 20:42 - Aggiornato il 3 aprile 2019 alle 09:05", "it", "IT"),
        ("Aggiornato: 03/04/2019 09:05 | Pubblicato: 02/04/2019 20:42", "it", "IT"),
        ("2. April 2019, 20:42 Uhr, aktualisiert am 3. April 2019, 9:05 Uhr", "de", "DE"),
        ("Publié le 02/04/2019 à 20h42, mis à jour le 03/04/2019 à 9h05", "fr", "FR"),
        ("Objavljeno: 2. travnja 2019. 20:42 Zadnja izmjena: 3. travnja 2019. 9:05", "hr", "HR"),
        ("Опубліковано 2 квітня 2019, 20:42 Оновлено 3 квітня 2019, 09:05", "uk", "UA"),
        ("2019.04.02 20:42 입력 | 2019.04.03 09:05 수정".replace(" | ", " "), "ko", "KR"),
        ("2019/4/2 20:42 (2019/4/3 9:05更新)", "ja", "JP"),
        ("2019年4月2日20:42 发布 2019年4月3日09:05 更新", "zh", "CN"),
        ("תאריך פרסום 02/04/19 20:42 עדכון אחרון 03/04/19 09:05", "he", "IL"),
    ],
)
def test_two_dates_are_told_apart_by_their_labels(line: str, language: str, country: str) -> None:
    reading = read(line, language, None, country)

    assert reading.published is not None
    assert reading.modified is not None
    assert reading.published.at.strftime("%Y-%m-%d %H:%M") == "2019-04-02 20:42"
    assert reading.modified.at.strftime("%Y-%m-%d %H:%M") == "2019-04-03 09:05"
    assert reading.role == "published"


MARCH = datetime(2024, 3, 7, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "language", "printed"),
    [
        # Papers' manners: dots between, a clock glued to the year, clocks with dots, weekdays behind.
        ("05·03·24 | 10:15", "es", "2024-03-05 10:15"),
        ("05.03.2024/10:15", "es", "2024-03-05 10:15"),
        ("Aktualisiert am 05.03.2024-10:15", "de", "2024-03-05 10:15"),
        ("March 5, 20245:00 AM", "en", "2024-03-05 05:00"),
        ("Published Tue, Mar 5 20248:00 AM", "en", "2024-03-05 08:00"),
        ("Posted 10:15 a.m. Tuesday", "en", "2024-03-05 10:15"),
        ("12 noon, March 5, 2024", "en", "2024-03-05 12:00"),
        ("Tir. 05/03-2024 kl. 10:15", "da", "2024-03-05 10:15"),
        ("5. mar. 2024 16.07.00", "da", "2024-03-05 16:07"),
        ("5.3.2024 16.07.00", "fi", "2024-03-05 16:07"),
        ("5. ožujka 2024. u 10 sati", "hr", "2024-03-05 10:00"),
        # Languages of few papers.
        ("1η Μαρτίου 2024", "el", "2024-03-01 00:00"),
        ("5 ta’ Marzu, 2024 10:15", "mt", "2024-03-05 10:15"),
        ("DihAoine, 5mh dhen Mhàrt 2024", "gd", "2024-03-05 00:00"),
        ("2024(e)ko martxoaren 5(a)", "eu", "2024-03-05 00:00"),
        ("5 במרץ׳ 2024", "he", "2024-03-05 00:00"),
        ("5 בפבר׳ 2024", "he", "2024-02-05 00:00"),
        ("2024-жылдын 5-марты", "ky", "2024-03-05 00:00"),
        ("2024-ж., 5-мар.", "ky", "2024-03-05 00:00"),
        ("5 марти соли 2024", "tg", "2024-03-05 00:00"),
        ("3 сарын 5, 2024", "mn", "2024-03-05 00:00"),
        ("2023 оны арван нэгдүгээр сарын 16", "mn", "2023-11-16 00:00"),
        ("٥ی ئازاری ٢٠٢٤", "ckb", "2024-03-05 00:00"),
        ("5 Adar 2024", "ku", "2024-03-05 00:00"),
        ("2024 මාර්තු මස 05 10:15", "si", "2024-03-05 10:15"),
        ("၂၀၂၄ ခုနှစ်၊ မတ်လ ၅ ရက်", "my", "2024-03-05 00:00"),
        ("5 ማርች 2024", "am", "2024-03-05 00:00"),
        ("৫ মাৰ্চ, ২০২৪", "as", "2024-03-05 00:00"),
        ("6 Oṣù Ṣẹ́rẹ́ 2024", "yo", "2024-01-06 00:00"),
        ("Yanditswe 5 Werurwe 2024", "rw", "2024-03-05 00:00"),
        ("5 Martsa 2024", "mg", "2024-03-05 00:00"),
        # Spans with the unit first, or with "ago" in it.
        ("30 นาทีที่แล้ว", "th", "2024-03-07 11:30"),
        ("5 ຊົ່ວໂມງກ່ອນ", "lo", "2024-03-07 07:00"),
        ("Saa 2 zilizopita", "sw", "2024-03-07 10:00"),
        ("පැය 2කට පෙර", "si", "2024-03-07 10:00"),
        ("3 ure gelede", "af", "2024-03-07 09:00"),
    ],
)
def test_what_papers_of_many_languages_print_is_read(line: str, language: str, printed: str) -> None:
    reading = read(line, language, "UTC", None, at=MARCH)
    moment = reading.published or reading.modified

    assert moment is not None
    assert f"{moment.at:%Y-%m-%d %H:%M}" == printed


@pytest.mark.parametrize(
    ("line", "language", "published", "modified"),
    [
        ("5 Marzo 2024 - Ultimo aggiornamento alle 11:20", "it", "05 00:00", "05 11:20"),
        ("5 mar 2024 . Actualizado ás 12:30 h.", "gl", "05 00:00", "05 12:30"),
        ("05 Mar 2024 10:15AM (Updated: 05 Mar 2024 11:02AM)", "en", "05 10:15", "05 11:02"),
        ("By AP News Mar 5, 2024 Updated 2 hrs ago", "en", "05 00:00", "07 10:00"),
        ("Updated March 5, 2024 - 3.20pm first published at 10.15am", "en", "05 10:15", "05 15:20"),
        ("Updated March 5, 2024 - 3.20pm first published at 10.15pm", "en", "04 22:15", "05 15:20"),
        ("5.3.2024 10.15 | Päivitetty 12.00", "fi", "05 10:15", "05 12:00"),
    ],
)
def test_a_label_belongs_to_what_follows_it(line: str, language: str, published: str, modified: str) -> None:
    reading = read(line, language, "UTC", None, at=MARCH)

    assert reading.published is not None
    assert reading.modified is not None
    assert f"{reading.published.at:%d %H:%M}" == published
    assert f"{reading.modified.at:%d %H:%M}" == modified


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Jan. 6 committee", "en"), ("Feb. 14 gift guide", "en"), ("Mon-Fri 9am-5pm", "en"), ("6-4, 7-6 (7-3)", "en"),
        ("8 marzo, festa della donna", "it"), ("Volley, 3 set a 1", "it"), ("1. Mai-Demo in Berlin", "de"),
        ("Пн-Пт 9:00-18:00", "ru"), ("ул. 8 Марта, 10", "ru"), ("ФЗ от 5 марта 2024 № 123", "ru"),
        ("Rua 25 de Março", "pt"), ("ميدان 15 مايو", "ar"),
        # Calendars that are not computed: Bikram Sambat, Ethiopia's, Bengal's.
        ("२२ फागुन २०८०, मंगलबार", "ne"), ("የካቲት 26 ቀን 2016 ዓ.ም", "am"), ("২১ ফাল্গুন ১৪৩০", "bn"),
        # A year stands by, and cannot be read with the day: better none than another year's.
        ("2023 6-يانۋار", "ug"), ("N. 9 d'avrigl 2023 e pli", "it"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(line: str, language: str) -> None:
    assert read(line, language, "UTC", None, at=MARCH) == Reading()


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Nella foto: il sindaco il 12 febbraio 2024 durante la cerimonia", "it"),
        ("Il voto del 9 giugno e le alleanze", "it"),
        ("L'incidente è avvenuto ieri sera alle 22.30 sulla statale", "it"),
        ("Photograph: the scene in Leeds on 5 March 2024 after the storm", "en"),
        ("More than 2 hours ago, the crowd began to leave the stadium", "en"),
        ("Der Prozess beginnt am 20. März vor dem Landgericht", "de"),
        ("Le 5 mars 2024, les députés ont adopté le texte en première lecture", "fr"),
        ("Em 5 de março de 2024, o Congresso aprovou a lei", "pt"),
        ("Суд начнется 20 марта в Москве", "ru"),
        ("2024年3月5日に首相が国会で答弁した内容を詳しく解説する", "ja"),
        ("3月5日上午，第十四届全国人民代表大会第二次会议在北京开幕", "zh"),
        ("新华社北京3月5日电", "zh"),
        ("Tax Day is April 15", "en"),
        ("31 Mart seçimleri", "tr"),
        ("Biden to speak Thursday at 9 p.m.", "en"),
        ("Das Spiel beginnt am Samstag um 15.30 Uhr", "de"),
        ("Le partite di oggi: Inter-Genoa ore 20.45", "it"),
        ("Der am 5. März 2024 veröffentlichte Bericht zeigt steigende Preise", "de"),
        ("Het rapport dat op 5 maart 2024 werd gepubliceerd toont stijgende prijzen", "nl"),
        ("El informe publicado el 5 de marzo de 2024 por la ONU alerta del hambre", "es"),
        ("التقرير الذي نشر في 5 مارس 2024 أكد ارتفاع الأسعار في العالم العربي", "ar"),
        ("Aggiornamento software 17.4", "it"),
    ],
)
def test_a_date_in_a_sentence_is_none(line: str, language: str) -> None:
    assert read(line, language, "UTC", None, at=MARCH) == Reading()


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("05/03/2024 - Publicado por: Clarissa Borba - Categoria: Saúde - Tags: sad arrombamento veiculo", "pt"),
        ("5 marzo 2024 | le notizie che contano oggi per chi legge", "it"),
        ("5. März 2024 – von Max Muster aus Berlin", "de"),
        ("2024年03月05日 | 来源：人民网－人民日报海外版北京分社记者站", "zh"),
        ("Pubblicato il 5 marzo 2024 da Redazione in Cronaca con 3 commenti", "it"),
        ("scritto da mauro romano il 5 marzo 2024", "it"),
        ("2024-03-05 聯合報／ 記者王小明／台北即時報導", "zh"),
        ("5 მარტი 2024 ნინო ბერიძე თბილისი", "ka"),
        ("الرياض: أحمد العلي، 5 مارس 2024", "ar"),
    ],
)
def test_bylines_places_and_what_stands_beyond_a_bar_make_no_sentence(line: str, language: str) -> None:
    moment = read(line, language, "UTC", None, at=MARCH).published

    assert moment is not None
    assert moment.at.date() == date(2024, 3, 5)


@pytest.mark.parametrize("code", ["iw", "he-IL"])
def test_an_old_code_names_the_same_language(code: str) -> None:
    assert only("5 במרץ 2018", code, None, None).at.date() == date(2018, 3, 5)


def test_a_change_with_only_a_clock_time_is_of_the_published_day() -> None:
    reading = read("2 aprile 2019 18:00 (aggiornato alle 21:15)")

    assert reading.modified is not None
    assert reading.modified.at == datetime(2019, 4, 2, 21, 15, tzinfo=ROME)


def test_a_change_before_the_hour_of_publication_is_of_the_next_day() -> None:
    reading = read("2 aprile 2019 23:50 (aggiornato alle 00:15)")

    assert reading.modified is not None
    assert reading.modified.at == datetime(2019, 4, 3, 0, 15, tzinfo=ROME)


def test_a_change_without_a_year_follows_its_publication() -> None:
    reading = read("2 aprile 2017, aggiornato il 3 aprile")

    assert reading.modified is not None
    assert reading.modified.at.date() == date(2017, 4, 3)


def test_a_publication_without_a_year_comes_before_its_change() -> None:
    reading = read("Pubblicato il 30 dicembre, aggiornato il 2 gennaio 2018")

    assert reading.published is not None
    assert reading.published.at.date() == date(2017, 12, 30)


def test_an_english_label_before_a_machines_date_is_read() -> None:
    reading = read("Updated April 3, 2019", "en", None, "US")

    assert reading.published is None
    assert reading.role == "modified"


def test_a_source_may_have_labels_of_its_own() -> None:
    reading = read_moment(
        "Licenziato 02/04/2019 Ritoccato 03/04/2019",
        language="it",
        zone=None,
        country="IT",
        captured_at=MAY,
        published_words=["licenziato"],
        modified_words=["ritoccato"],
    )

    assert reading.published is not None
    assert reading.modified is not None
    assert reading.modified.at.day == 3


@pytest.mark.parametrize(
    "line",
    [
        "Made in China 2025", "Industria 4.0", "20:42", "Il Sole 24 Ore", "Oggi in edicola", "Domani", "24/7",
        "1/2", "9/10",
        "Versione 10.4.19", "2018-19", "Tel. 02 58219.1", "€ 1,20", "Inter-Milan 3-2", "Boeing 737 Max 8", "100M",
        "30/02/2019", "32 aprile 2019", "31 novembre 2018", "29 febbraio 2019", "13/13/2018",
        "2 aprile 2025", "dal 2 al 5 aprile 2019", "2-5 aprile 2019", "entro il 2 aprile 2019",
        "nato a Milano il 2 aprile 1959", "Il 25 aprile 1945 l'Italia fu liberata", "Copyright 2 aprile 2019",
        "Durata 02:35", "Lettura 4 min.", "10 anni fa", "P.IVA 01234567890", "192.168.1.10", "legge 20 maggio 1970",
    ],
)  # fmt: skip
def test_what_names_no_date_is_none(line: str) -> None:
    assert read(line) == Reading()


@pytest.mark.parametrize(
    ("line", "language"),
    [("iPhone 11 PRO", "cs"), ("iPhone 11 Pro", None), ("11 PRO", None), ("Vince in 3 set", "it"), ("in 2 set", "pt")],
)
def test_a_month_in_three_letters_that_are_a_word_is_none(line: str, language: str | None) -> None:
    assert read(line, language, zone=None, country=None) == Reading()


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("Anna Neri 5 set", "it", date(2018, 9, 5)),
        ("11. pro 2018", "cs", date(2018, 12, 11)),
        ("11 pro", "cs", date(2018, 12, 11)),
        ("12 okt", None, date(2018, 10, 12)),
    ],
)
def test_three_letters_name_a_month_where_nothing_else_is_likelier(line: str, language: str | None, day: date) -> None:
    moment = read(line, language, zone=None, country=None).published

    assert moment is not None
    assert moment.at.date() == day


def test_nothing_later_than_a_day_after_the_capture_is_a_date() -> None:
    assert read("12/05/2019 10:00") == Reading()
    assert read("11/05/2019 09:00").published is not None


def test_a_year_that_is_not_printed_is_the_latest_that_is_past() -> None:
    assert only("3 aprile, 18:30").at == datetime(2019, 4, 3, 18, 30, tzinfo=ROME)
    assert only("28 dicembre, 10:00").at == datetime(2018, 12, 28, 10, 0, tzinfo=ROME)


def test_a_printed_weekday_finds_the_year() -> None:
    assert only("martedì 3 aprile").at.date() == date(2018, 4, 3)


@pytest.mark.parametrize(
    ("line", "language", "hours"),
    [
        ("3 ore fa", "it", 3), ("un'ora fa", "it", 1), ("vor einer Stunde", "de", 1), ("il y a 3 heures", "fr", 3),
        ("hace 2 horas", "es", 2), ("há 2 horas", "pt", 2), ("3 uur geleden", "nl", 3), ("godzinę temu", "pl", 1),
        ("час назад", "ru", 1), ("pred 3 urami", "sl", 3), ("for 3 timer siden", "da", 3), ("3 saat önce", "tr", 3),
        ("منذ ساعتين", "ar", 2), ("לפני שעה", "he", 1), ("3 घंटे पहले", "hi", 3), ("3時間前", "ja", 3),
        ("3小时前", "zh", 3),
        ("3시간 전", "ko", 3), ("3 giờ trước", "vi", 3), ("3 jam yang lalu", "id", 3), ("3 órája", "hu", 3),
        ("3 ชั่วโมงที่แล้ว", "th", 3), ("prieš 3 val.", "lt", 3), ("3 tundi tagasi", "et", 3), ("acum 3 ore", "ro", 3),
    ],
)  # fmt: skip
def test_hours_ago_are_counted_from_the_capture(line: str, language: str, hours: int) -> None:
    moment = only(line, language, None, None)

    assert moment.at == MAY - timedelta(hours=hours)
    assert moment.precision == "hour"


def test_hours_ago_cross_a_change_of_the_clock_as_hours() -> None:
    reading = read("3 ore fa", at=datetime(2019, 3, 31, 4, 30, tzinfo=ROME))

    assert reading.published is not None
    assert reading.published.at.isoformat() == "2019-03-31T00:30:00+01:00"


def test_yesterday_is_the_day_before_the_capture_in_the_papers_zone() -> None:
    late = datetime(2019, 5, 9, 23, 30, tzinfo=UTC)
    reading = read("ieri, 18:30", at=late)

    assert reading.published is not None
    assert reading.published.at == datetime(2019, 5, 9, 18, 30, tzinfo=ROME)


def test_a_clock_time_that_the_clock_jumped_over_keeps_the_offset_before() -> None:
    assert only("31/03/2019 02:30").at.isoformat() == "2019-03-31T02:30:00+01:00"


def test_a_doubled_hour_is_the_first_unless_winter_time_is_said() -> None:
    after = datetime(2019, 10, 28, tzinfo=UTC)
    first = read("27/10/2019 02:30", at=after).published
    second = read("27/10/2019 02:30 (ora solare)", at=after).published

    assert first is not None
    assert second is not None
    assert first.at.isoformat() == "2019-10-27T02:30:00+02:00"
    assert second.at.isoformat() == "2019-10-27T02:30:00+01:00"


def test_zone_letters_are_read_by_country() -> None:
    india = read("Apr 2, 2019, 20:42 IST", "en", None, "IN").published
    israel = read("Apr 2, 2019, 20:42 IST", "en", None, "IL").published

    assert india is not None
    assert israel is not None
    assert india.at.utcoffset() == timedelta(hours=5, minutes=30)
    assert israel.at.utcoffset() == timedelta(hours=3)
    assert india.zone_from == "abbreviation"


def test_a_printed_offset_beats_the_papers_zone() -> None:
    moment = only("02/04/2019 20:42 GMT+7")

    assert moment.at == datetime(2019, 4, 2, 20, 42, tzinfo=timezone(timedelta(hours=7)))
    assert moment.zone_from == "text"


def test_without_any_zone_the_clock_time_is_given_in_utc_and_said_to_be_unknown() -> None:
    moment = only("2 April 2019 20:42", "en", None, None)

    assert moment.at == datetime(2019, 4, 2, 20, 42, tzinfo=UTC)
    assert moment.zone_from is None


@pytest.mark.parametrize(
    ("line", "language", "country"),
    [
        ("2 เมษายน 2562", "th", "TH"), ("2 เม.ย. 62", "th", "TH"), ("۱۳ فروردین ۱۳۹۸", "fa", "IR"),
        ("1398/01/13", "fa", "IR"),
        ("平成31年4月2日", "ja", "JP"), ("H31.4.2", "ja", "JP"), ("民國108年4月2日", "zh", "TW"),
        ("108/04/02", "zh", "TW"),
        ("二〇一九年四月二日", "zh", "CN"), ("٢ أبريل ٢٠١٩", "ar", "EG"), ("27 رجب 1440 - 2 أبريل 2019", "ar", "SA"),
        ("２０１９年４月２日", "ja", "JP"), ("2019. április 2., kedd", "hu", "HU"),
        ("2019 m. balandžio 2 d.", "lt", "LT"),
        ("2019. gada 2. aprīlis", "lv", "LV"), ("2019ko apirilaren 2a", "eu", "ES"),
        ("ngày 2 tháng 4 năm 2019", "vi", "VN"),
        ("2019 оны 4-р сарын 2", "mn", "MN"), ("2 أبريل/ نيسان 2019", "ar", "LB"),
    ],
)  # fmt: skip
def test_other_calendars_digits_and_orders_name_the_same_day(line: str, language: str, country: str) -> None:
    assert only(line, language, None, country).at.date() == date(2019, 4, 2)


def test_a_hijri_date_alone_is_none() -> None:
    assert read("27 رجب 1440", "ar", None, "SA") == Reading()


def test_a_month_alone_is_a_month() -> None:
    moment = only("Aprile 2019")

    assert moment.precision == "month"
    assert moment.at.date() == date(2019, 4, 1)


def test_a_line_in_another_language_than_the_pages_is_read_too() -> None:
    assert only("2 kwietnia 2019, 20:42", "it").at.date() == date(2019, 4, 2)


def test_a_language_without_own_tables_is_read_by_dateparser() -> None:
    assert "fur" not in languages()
    assert only("2 avrîl 2019", "fur").at.date() == date(2019, 4, 2)


@settings(max_examples=400, deadline=None)
@given(
    day=st.dates(min_value=date(1996, 1, 1), max_value=date(2019, 5, 9)),
    clock=st.times(),
    language=st.sampled_from(sorted(languages() - {"am", "vi", "tk", "ug", "ha", "zu", "ga", "gd", "yo", *NUMBERED})),
    form=st.sampled_from(
        ["{d} {m} {y}, {t}", "{w}, {d} {m} {y} {t}", "{t} - {d} {m} {y}", "{d}. {m} {y} | {t}", "{m} {d}, {y} {t}"]
    ),
)
def test_every_language_reads_back_the_months_and_weekdays_of_cldr(
    day: date, clock: object, language: str, form: str
) -> None:
    babel = pytest.importorskip("babel")
    name = {"no": "nb", "tl": "fil"}.get(language, language)
    locale = babel.Locale.parse(name)
    month = locale.months["format"]["wide"][day.month]
    weekday = locale.days["format"]["wide"][day.weekday()]
    line = form.format(d=day.day, m=month, y=day.year, w=weekday, t=f"{clock:%H:%M}")
    reading = read(line, language, "Europe/Rome", None)

    assert reading.published is not None, line
    assert reading.published.at.date() == day, line
    assert f"{reading.published.at:%H:%M}" == f"{clock:%H:%M}", line


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120), st.sampled_from([None, *sorted(languages())]))
def test_no_text_breaks_the_reader_and_nothing_found_lies_outside_the_window(line: str, language: str | None) -> None:
    reading = read(line, language, None, None)

    for moment in (reading.published, reading.modified):
        assert moment is None or (moment.at.year >= 1900 and moment.at <= MAY + timedelta(hours=24))


@pytest.mark.parametrize(
    "line",
    [
        "ieri", "3 ore fa", "02/04/2019", "2 aprile", "昨日", "2019年4月2日", "час назад", "un'ora fa", "05·03·24",
        "24 พ.ค. 65", "14 thg 11, 2023", "2024 оны 3 дугаар сарын 5",
    ],
)  # fmt: skip
def test_what_may_be_a_date_line_is_looked_at(line: str) -> None:
    assert looks_like_date_line(line)


@pytest.mark.parametrize(
    "line", ["MENU", "Accedi", "", "L'insegna del centro tecnologico di Bergamo", "x" * 500 + "2019-04-02"]
)
def test_what_cannot_be_a_date_line_is_not_looked_at(line: str) -> None:
    assert not looks_like_date_line(line)


def test_importing_the_reader_does_not_import_dateparser() -> None:
    code = "import sys, json, archive.article.dates; print(json.dumps([m for m in sys.modules if m == 'dateparser']))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))

    assert json.loads(out.stdout) == []
