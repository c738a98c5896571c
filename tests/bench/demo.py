"""Compare what a crawl of the demo read with what its newsroom knows, field by field.

emeroteca demo --collection DIR && python -m tests.bench.demo DIR
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from archive.article.model import Article
from archive.collection import Collection
from archive.store.articles import read_articles
from crawler.demo.content import Content, Story


def known(story: Story) -> dict[str, Any]:
    """Return what the newsroom knows of *story*. A section's name may be its kicker, where pages print one line."""
    return {
        "headline": story.headline,
        "standfirst": story.standfirst,
        "kicker": story.kicker,
        "section": story.section_title,
        "language": story.language,
        "authors": story.authors,
        "agency": story.agency,
        "byline_raw": story.byline,
        "published": story.published.isoformat(),
        "modified": story.modified.isoformat() if story.modified else None,
        "captions": (story.caption,),
        "text": folded(" ".join(text for _, text in story.blocks)),
    }


def read(article: Article) -> dict[str, Any]:
    """Return the same fields as they were read."""
    told = {name: getattr(article, name) for name in ("headline", "standfirst", "kicker", "section", "language")}
    told |= {name: getattr(article, name) for name in ("authors", "agency", "byline_raw", "published", "modified")}
    captions = tuple(image.caption for image in article.images if image.caption)
    return told | {"captions": captions, "text": folded(article.text or "")}


def folded(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def main() -> None:
    """Print every field that was read otherwise, and how many of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", type=Path)
    articles = {"/" + a.url.split("/", 3)[3]: a for a in read_articles(Collection.open(parser.parse_args().collection))}
    stories = {story.path: story for story in Content.load().stories}
    wrong: Counter[str] = Counter()
    for path, story in stories.items():
        if path not in articles:
            wrong["not read"] += 1
            print(f"{path}: not read")
            continue
        got = read(articles[path])
        for name, due in known(story).items():
            if got[name] != due:
                wrong[name] += 1
                print(f"{story.layout:8} {path[-44:]:44} {name}: {str(got[name])[:60]!r}, {str(due)[:60]!r} expected")
    for path in articles.keys() - stories.keys():
        wrong["no article"] += 1
        print(f"{path}: read, and no article")
    print(", ".join(f"{name} {number}" for name, number in wrong.most_common()) or "all as the newsroom knows it")


if __name__ == "__main__":
    main()
