"""The one spider for every source. What is due comes from the frontier, by way of the scheduler."""

from collections.abc import AsyncIterator
from typing import Any

import scrapy
from twisted.python.failure import Failure

from archive.article.model import Article


class NewsSpider(scrapy.Spider):
    """``scrapy crawl news -a target=URL -s COLLECTION=DIR``: the same job as ``emeroteca crawl``.

    *target*: a section page, feed or sitemap, or the id of a source profile; several parted by spaces; none = all
    sources of the collection that are due.
    """

    name = "news"

    def __init__(self, target: str = "", **arguments: Any) -> None:
        super().__init__(**arguments)
        self.targets: tuple[str, ...] = tuple(target.split())
        self.harvest: Any = None
        """Set by crawler.harvest.Harvest before the spider is opened."""

    async def start(self) -> AsyncIterator[Any]:
        """Yield nothing: the scheduler draws from the frontier."""
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    async def parse(self, response: Any) -> AsyncIterator[Article]:
        """Wait until the answer is kept and read, then give its article on to the item pipelines."""
        article = await self.harvest.visited(response)
        if article is not None:
            yield article

    async def failed(self, failure: Failure) -> None:
        """The page could not be had."""
        await self.harvest.missed(failure)
