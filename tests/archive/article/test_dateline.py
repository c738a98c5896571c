"""The place that opens the text."""

import pytest

from archive.article.dateline import read_dateline


@pytest.mark.parametrize(
    ("start", "place"),
    [
        ("Milano, 2 apr. - Il gruppo ha chiuso", "Milano"),
        ("ROMA, 12 MAR - Il governo", "Roma"),
        ("(ANSA) - LIPARI, 05 FEB - Una scossa", "Lipari"),
        ("PINE HOLLOW, Ohio (AP) — After five hours", "Pine Hollow"),
        ("WASHINGTON (Reuters) - The court", "Washington"),
        ("PRATO - Trenta famiglie", "Prato"),
        ("新华社北京4月24日电 题：促进", "北京"),
    ],
)
def test_a_dateline_names_its_place(start: str, place: str) -> None:
    assert read_dateline(start + " e poi il testo continua.") == place


@pytest.mark.parametrize(
    "start",
    [
        "Il consiglio - dopo una notte di lavoro - ha votato",
        "Milano si prepara al salone",
        "AGGIORNAMENTO - Il ponte",
        "Anna Neri, 45 anni, lavora qui",
        "",
    ],
)
def test_a_sentence_has_no_dateline(start: str) -> None:
    assert read_dateline(start) is None
