"""Run a crawl in this process and tell its exit code: what ``emeroteca crawl`` and ``demo`` call."""

import gc
import inspect
import json
import logging
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError, StorageError, UsageError
from crawler import stopping

EXIT_CODES = {"finished": 0, "deadline": 11, "stopped": 10, "shutdown": 10, "storage": 3}
ERROR_SHARE_EXIT = 4

_YOUNG_OBJECTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a crawl ended."""

    exit_code: int
    reason: str
    summary: str
    problems: tuple[str, ...] = ()
    facts: Mapping[str, Any]


def run_crawl(targets: Sequence[str], collection: Path, options: Mapping[str, Any] | None = None) -> Ended:
    """Crawl *targets* into *collection* and return how it ended; *options* are Scrapy settings.

    Blocks until the run is over; runs at most once in a process (a reactor does not start twice). Raises
    ArchiveError where the run could not begin: CollectionLocked, UsageError, StorageError.
    """
    # Nothing that the imports make is garbage: looking for some costs 0.04 s.
    gc.disable()
    with short_stacks():
        import scrapy.core.downloader.handlers.http11  # noqa: F401 (the capture's own base; here for its cost alone)
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.spiders.news import NewsSpider

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("COLLECTION", str(collection), priority="cmdline")
    for name, value in (options or {}).items():
        settings.set(name, checked_setting(settings, name, value), priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    quiet_libraries()  # after Scrapy's own set-up, which forgets the levels of its loggers' children
    crawler = process.create_crawler(NewsSpider)
    failed: list[BaseException] = []

    task = process.crawl(crawler, target=" ".join(targets))
    task.add_done_callback(lambda done: failed.append(error) if (error := done.exception()) else None)
    install_signals(lambda: harvest_of(crawler))
    if not task.done():
        with rare_collections():
            process.start(install_signal_handlers=False)
    if failed:
        raise failed[0]
    harvest = harvest_of(crawler)
    if harvest is None:
        raise ArchiveError("the crawl ended before it began")
    return ended(harvest)


def harvest_of(crawler: Any) -> Any:
    """Return the run of *crawler*, None while it is being made."""
    from crawler.harvest import Harvest

    try:
        return crawler.get_extension(Harvest)
    except RuntimeError:
        return None


@contextmanager
def rare_collections() -> Iterator[None]:
    """Within, Python looks for garbage seldom, and never among what the imports made.

    A page on its way is some hundred objects, and none of them hold each other when it is dealt with (tests/benchmarks
    looks): by the usual 700 a tenth of a crawl's own time goes into looking for what is not there. What errors leave
    in cycles is found all the same, after so many objects.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS)
    gc.enable()
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextmanager
def short_stacks() -> Iterator[None]:
    """Within, ``inspect.stack()`` gives the caller and its caller alone, and of each the frame alone.

    Scrapy asks for it as it is imported, three times, to learn the name of one module; the whole stack, with every
    frame's lines of source, costs 0.07 s of CPU at each start. Then it asks ``inspect.getmodule()`` for the frame's
    module, which looks for the files of all modules that there are: 0.02 s. The frame itself knows.
    """
    stack, getmodule = inspect.stack, inspect.getmodule
    inspect.stack = lambda *_: [(sys._getframe(1),), (sys._getframe(2),)]
    inspect.getmodule = lambda what, *more: (
        sys.modules.get(what.f_globals["__name__"]) if inspect.isframe(what) else getmodule(what, *more)
    )
    try:
        yield
    finally:
        inspect.stack, inspect.getmodule = stack, getmodule


def checked_setting(settings: Any, name: str, value: Any) -> Any:
    """Return *value* as it may be set; raises UsageError for a text of ``-s`` that its setting cannot take."""
    known = settings.get(name)
    if not isinstance(value, str):
        return value
    try:
        if isinstance(known, bool):
            if value.lower() not in ("0", "1", "true", "false"):
                raise ValueError("neither true nor false")
        elif isinstance(known, int | float):
            float(value)
        elif isinstance(known, Mapping) and not isinstance(json.loads(value), dict):
            raise ValueError("no JSON object")
        elif name == "LOG_LEVEL" and value.upper() not in logging.getLevelNamesMapping():
            raise ValueError("no level of the log")
    except ValueError as error:
        raise UsageError(f"-s {name}={value}: {error}") from None
    if name not in settings and (like := get_close_matches(name.upper(), settings, n=1, cutoff=0.85)):
        raise UsageError(f"-s {name}={value}: no setting of that name is known (did you mean {like[0]}?)")
    return value


def exit_code_of(harvest: Any) -> int:
    """Return the exit code of a run that has ended."""
    error = harvest.error or harvest.recorder_error
    if error is not None:
        return error.exit_code if isinstance(error, ArchiveError) else 1
    code = EXIT_CODES.get(harvest.reason or "finished", 1)
    threshold = harvest.settings.getfloat("EMEROTECA_ERROR_SHARE")
    if code == 0 and (harvest.targets_failed or harvest.tally.error_share > threshold):
        return ERROR_SHARE_EXIT
    return code


def ended(harvest: Any) -> Ended:
    """Return how *harvest* went."""
    now = datetime.now(UTC)
    tally = harvest.tally
    reason = harvest.reason or "finished"
    error = harvest.error or harvest.recorder_error
    if error is not None:
        reason = "storage" if isinstance(error, StorageError) else "fault"
    problems = [str(error), *tally.problems] if error is not None else list(tally.problems)
    if tally.untold:
        problems.append(f"and {tally.untold} more: {harvest.collection.logs / 'crawl.log'}")
    return Ended(
        exit_code=exit_code_of(harvest),
        reason=reason,
        summary=tally.summary(now),
        problems=tuple(problems),
        facts=tally.facts(now),
    )


def install_signals(harvest: Any) -> None:
    """Stop cleanly on the first SIGTERM, SIGINT or SIGHUP; hurry on the second.

    *harvest* returns the run, None while it is being made: what an earlier one left is read then, and it looks itself.
    """

    def stop(number: int, _frame: object) -> None:
        from twisted.internet import reactor

        now, seen = harvest(), stopping.ask(number)
        if now is None and seen > 1:
            raise SystemExit(EXIT_CODES["stopped"])
        loop: Any = reactor
        if seen == 1:
            with suppress(OSError):  # the terminal may be what has gone
                sys.stderr.write("stopping: what is under way is being kept (a second signal hurries)\n")
        if now is not None:
            loop.callFromThread(now.hurry) if seen > 1 else loop.callFromThread(now.stop, "stopped")

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, stop)


def quiet_libraries() -> None:
    """Keep the talk of libraries out of the log: what a page is made of is no news."""
    for name in (
        "trafilatura",
        "htmldate",
        "scrapy.core",
        "scrapy.middleware",
        "scrapy.addons",
        "scrapy.crawler",
        "scrapy.utils.log",
    ):
        logging.getLogger(name).setLevel(logging.ERROR)
    # What could not be had is told by us, once, in words (crawler.reasons).
    for name in (
        "scrapy.core.scraper",
        "scrapy.downloadermiddlewares.retry",
        "scrapy.downloadermiddlewares.robotstxt",
    ):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Warns at each start that no spider middleware sets the Referer: ours do without one, by intent.
    logging.getLogger("scrapy.downloadermiddlewares.redirect").setLevel(logging.ERROR)
