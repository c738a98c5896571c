"""What scripts name in so many words."""

import time

import pytest

from crawler.discovery.scripts import script_urls


@pytest.mark.parametrize(
    "script",
    [
        'import {a} from "./dep.mjs";',
        'import "./dep.mjs"',
        'const m = await import("./dep.mjs")',
        "export * from './dep.mjs';",
        'import a,{b}from"./dep.mjs";',
        'new Worker("./dep.mjs")',
        'new Worker(new URL("./dep.mjs", import.meta.url))',
    ],
)
def test_an_imported_module_is_a_script(script: str) -> None:
    assert list(script_urls(script)) == [("./dep.mjs", "script")]


def test_a_bare_name_is_no_address() -> None:
    assert list(script_urls('import React from "react"')) == []


def test_a_fetched_address_is_data() -> None:
    found = list(script_urls('fetch("/api/related?sec=1").then(r => r.json()); $.getJSON("/api/b")'))

    assert found == [("/api/related?sec=1", "data"), ("/api/b", "data")]


def test_what_is_posted_is_not_asked_for() -> None:
    assert list(script_urls('fetch("/api/vote.json", {method: "POST", body: "id=7"})')) == []


def test_json_and_pictures_named_as_strings_are_found() -> None:
    found = list(script_urls('var a = {"url": "/data/map.json", img: \'/i/a.webp\', x: "no address.png here"}'))

    assert found == [("/data/map.json", "data"), ("/i/a.webp", "image")]


def test_pictures_in_markup_within_a_string_are_found() -> None:
    found = list(script_urls("""x.innerHTML = "<img width=80 src=/i/mod.png>";"""))

    assert found == [("/i/mod.png", "image")]


def test_an_address_that_goes_on_being_computed_is_not_guessed() -> None:
    assert list(script_urls('fetch("/api/item/" + id)')) == []


@pytest.mark.parametrize("piece", ["import ", "fetch(", 'fetch("/a",', '"a/b.c",', '"', "`", "new Worker("])
def test_time_grows_with_the_script_and_no_faster(piece: str) -> None:
    started = time.process_time()

    list(script_urls(piece * (500_000 // len(piece))))

    assert time.process_time() - started < 2
