"""What ours is measured against, as plainly as people write it.

    python -m tests.benchmarks.peers plain|naive FOLDER URL...

``plain``: Scrapy follows every link and stores nothing. ``naive``: the same, and in the callback warcio writes the
response, trafilatura reads the article, dateparser its date, json a line. Both obey robots.txt, 16 requests at once.
"""

import io
import json
import re
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.linkextractors import LinkExtractor

_DATE = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{4},? \d\d:\d\d|\d{1,2}\.? (?:de )?\w{3,9}\.? (?:de )?\d{4}(?: à|,)? \d\d[:h]\d\d"
)
_ARTICLE = re.compile(r"\d{6}")
SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
}


class Plain(scrapy.Spider):
    """Follows every link of the hosts that it was given."""

    name = "plain"

    def __init__(self, urls: tuple[str, ...], folder: Path, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.urls = urls
        self.folder = folder
        self.allowed_domains = [urlsplit(url).hostname for url in urls]
        self.links = LinkExtractor()
        self.pages = 0

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:
            yield scrapy.Request(url)

    def parse(self, response: Any) -> Iterator[Any]:
        self.pages += 1
        self.keep(response)
        for link in self.links.extract_links(response):
            yield scrapy.Request(link.url)

    def keep(self, response: Any) -> None:
        """Store nothing."""

    def closed(self, reason: str) -> None:
        print(f"{self.pages} pages")


class Naive(Plain):
    """The one-process pipeline of a first afternoon."""

    name = "naive"

    def __init__(self, urls: tuple[str, ...], folder: Path, **arguments: Any) -> None:
        from warcio.warcwriter import WARCWriter

        super().__init__(urls, folder, **arguments)
        folder.mkdir(parents=True, exist_ok=True)
        self.warc = (folder / "naive.warc.gz").open("wb")
        self.writer = WARCWriter(self.warc, gzip=True)
        self.lines = (folder / "articles.jsonl").open("w", encoding="utf-8")

    def keep(self, response: Any) -> None:
        from warcio.statusandheaders import StatusAndHeaders

        fields = [(k.decode(), v.decode("latin-1")) for k, vs in response.headers.items() for v in vs]
        head = StatusAndHeaders(f"{response.status} OK", fields, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            response.url, "response", payload=io.BytesIO(response.body), http_headers=head
        )
        self.writer.write_record(record)
        if _ARTICLE.search(response.url):
            self.read(response)

    def read(self, response: Any) -> None:
        import dateparser
        import trafilatura

        found = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
        if found is None:
            return
        printed = _DATE.search(response.text)
        at = dateparser.parse(printed[0], settings={"DATE_ORDER": "DMY"}) if printed else None
        line = {
            "url": response.url,
            "title": found.title,
            "author": found.author,
            "date": found.date,
            "published": at.isoformat() if at else None,
            "text": found.text,
        }
        self.lines.write(json.dumps(line, ensure_ascii=False) + "\n")

    def closed(self, reason: str) -> None:
        super().closed(reason)
        self.warc.close()
        self.lines.close()


def main() -> None:
    kind, folder, *urls = sys.argv[1:]
    process = AsyncCrawlerProcess(SETTINGS)
    process.crawl({"plain": Plain, "naive": Naive}[kind], urls=tuple(urls), folder=Path(folder))
    process.start()


if __name__ == "__main__":
    main()
