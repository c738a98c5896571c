"""JSONL: the collection's own lines with ``revisions_total`` at the end; every key in every line, in fixed order."""

from collections.abc import Iterable
from typing import IO

from archive.article.model import Article
from archive.store.articles import encode_line


def write_articles(stream: IO[bytes], rows: Iterable[tuple[Article, int]]) -> int:
    """Write *rows* as JSON lines; return how many they were."""
    written = 0
    for article, total in rows:
        stream.write(encode_line(article)[:-2] + b',"revisions_total":%d}\n' % total)
        written += 1
    return written
