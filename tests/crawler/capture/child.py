"""The child process of ``crawling.crawl``: reads an order from stdin, crawls, writes what came as JSON."""

import asyncio
import base64
import importlib
import json
import sys
from pathlib import Path
from typing import Any, ClassVar

import scrapy
from scrapy.crawler import CrawlerProcess

from crawler.capture.recorder import Captured, Recorder

ORDER: dict[str, Any] = {}
ANSWERS: dict[str, dict[str, Any]] = {}
KEPT: list[dict[str, Any]] = []
EXTRA: dict[str, Any] = {}
"""A setup function may put facts here; they end up in ``Run.extra``."""

KEEP: list[Any] = []
"""And its signal receivers here: Scrapy holds them by weak reference only."""


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def listen(captured: Captured) -> None:
    exchange, capture = captured.exchange, captured.capture
    KEPT.append(
        {
            "url": exchange.url,
            "request": _text(exchange.request.read()) if exchange.request is not None else "",
            "response": _text(exchange.response.read()),
            "truncated": exchange.truncated,
            "address": exchange.address,
            "cipher": exchange.cipher,
            "notes": exchange.notes,
            "record_id": capture.record_id,
            "mime": capture.mime,
            "status": capture.status,
            "revisit_of": capture.revisit_of,
        }
    )
    EXTRA.setdefault("captures", {})[exchange.url] = capture


class OrderSpider(scrapy.Spider):
    name = "order"
    custom_settings: ClassVar[dict[str, Any]] = {"HTTPERROR_ALLOW_ALL": True}

    async def start(self) -> Any:
        at_once = asyncio.Semaphore(1 if ORDER["sequential"] else 8)

        async def in_turn(wanted: dict[str, Any]) -> None:
            async with at_once:
                await self.ask(wanted)

        await asyncio.gather(*(in_turn(dict(wanted)) for wanted in ORDER["requests"]))
        return
        yield

    async def ask(self, wanted: dict[str, Any]) -> None:
        if body := wanted.pop("body64", None):
            wanted["body"] = base64.b64decode(body)
        name = wanted.pop("name", wanted["url"])
        meta = dict(wanted.pop("meta", {}))
        recorder = self.crawler.get_extension(Recorder)
        if known := meta.pop("known", None):
            while recorder.pending:  # noqa: ASYNC110 (the recorder has no event: nobody else waits for it)
                await asyncio.sleep(0.01)
            meta["known_capture"] = EXTRA["captures"][known]
        request = scrapy.Request(**wanted, meta=meta, dont_filter=True)
        answer = {"url": wanted["url"], "status": None, "body": "", "flags": [], "error": None, "message": ""}
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 (whatever Scrapy raises is what is asked about)
            answer |= {"error": type(error).__name__, "message": str(error)}
            answer["record_ids"] = request.meta.get("record_ids", ())
        else:
            answer |= {"status": response.status, "body": _text(response.body), "flags": response.flags}
            answer["record_ids"] = response.request.meta.get("record_ids", ())
        ANSWERS[name] = answer


def main() -> int:
    ORDER.update(json.load(sys.stdin))
    process = CrawlerProcess({"LOG_LEVEL": "INFO", **ORDER["settings"]})
    crawler = process.create_crawler(OrderSpider)
    if ORDER["setup"]:
        module, _, name = ORDER["setup"].partition(":")
        getattr(importlib.import_module(module), name)(crawler)
    from scrapy import signals

    def opened() -> None:
        crawler.get_extension(Recorder).subscribe(listen)

    crawler.signals.connect(opened, signals.spider_opened)
    failures: list[str] = []
    process.crawl(crawler).addErrback(lambda failure: failures.append(f"{failure.type.__name__}: {failure.value}"))
    if failures:
        print(failures[0], file=sys.stderr)
        return 1
    process.start()
    recorder = crawler.get_extension(Recorder)
    error = recorder.error
    EXTRA.pop("captures", None)
    out = {
        "answers": ANSWERS,
        "kept": KEPT,
        "stats": {name: value for name, value in crawler.stats.get_stats().items() if isinstance(value, int | str)},
        "error": None if error is None else str(error),
        "extra": EXTRA,
    }
    Path(ORDER["out"]).write_text(json.dumps(out))
    return 0 if error is None else error.exit_code


if __name__ == "__main__":
    # Under its own name, so that setup functions that import this module see the same lists.
    sys.exit(importlib.import_module("tests.crawler.capture.child").main())
