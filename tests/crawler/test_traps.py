"""Crawler traps are told by the URL alone; real addresses are not among them."""

import pytest

from crawler.traps import trap_reason

HERE = "https://giornale.example"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/" + "u" * 3000, "url-length"),
        ("/" + "/".join(f"d{n}" for n in range(30)), "path-depth"),
        ("/c/deep/deep/deep/deep", "path-repeats"),
        ("/a/b/a/b/a/b", "path-repeats"),
        ("/?" + "&".join(f"p{n}=1" for n in range(20)), "query"),
    ],
)
def test_endless_addresses_are_traps(path: str, reason: str) -> None:
    assert trap_reason(HERE + path) == reason


@pytest.mark.parametrize(
    "path",
    [
        "/2026/02/02/02/cronaca/incidente-2",
        "/news/sport/news/calcio-123456.html",
        "/index.php?option=com_content&view=article&id=123&catid=4&Itemid=5&lang=it",
        "/",
    ],
)
def test_addresses_of_real_papers_are_not(path: str) -> None:
    assert trap_reason(HERE + path) is None
