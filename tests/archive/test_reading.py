"""A reading on its way from the worker process: the same on the other side."""

import pickle

import pytest

from archive.article.model import Article, Block
from archive.reading import Reading


@pytest.mark.parametrize("text", ["è arrivato", "half a character: \ud83d"])
def test_a_reading_is_the_same_behind_the_pipe(text: str) -> None:
    blocks = (Block(type="paragraph", text=text), Block(type="list", text="", items=("one", "two")))
    reading = Reading(article=Article(id="a", source="s", url="u", headline=text, body=blocks, authors=("M. Rossi",)))

    assert pickle.loads(pickle.dumps(reading)) == reading
