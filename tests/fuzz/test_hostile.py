"""Hostile pages of our own: read in time, without an error, to an article without controls."""

import pytest

from tests.fuzz.pages import HOSTILE
from tests.fuzz.trial import try_seed

QUICK = (
    *("attributes", "attributes-broken", "headline-long", "a-long-name", "scripts-unclosed", "scripts-cut"),
    *("json-ld-unclosed", "json-ld-markup", "json-ld-controls", "meta-controls", "angles-no-charset", "controls"),
    *("references", "bidi", "utf-16", "empty"),
)


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_page_is_read(name: str) -> None:
    assert try_seed(name).faults == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - set(QUICK)))
def test_a_slow_hostile_page_is_read(name: str) -> None:
    assert try_seed(name).faults == ()


@pytest.mark.parametrize("seed", range(20))
def test_a_spoilt_page_or_file_is_read(seed: int) -> None:
    assert try_seed(seed).faults == ()
