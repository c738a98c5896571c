"""``emeroteca crawl``: capture newspapers, read their articles, store both."""

import logging
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from archive.errors import StorageError, UsageError

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def read_duration(text: str) -> float:
    """Return the seconds of ``90``, ``50m``, ``1h30m``, ``2d``; raises UsageError for anything else."""
    parts = re.findall(r"(\d+(?:\.\d+)?)([smhd]?)", text.strip())
    if not parts or "".join(n + u for n, u in parts) != text.strip():
        raise UsageError(f"{text!r} is no duration: write 90 (seconds), 50m, 1h30m or 2d")
    return sum(float(number) * _UNITS[unit or "s"] for number, unit in parts)


def read_shard(text: str) -> tuple[int, int]:
    """Return ``(2, 8)`` of ``3/8``: part 3 of 8, counted from 0 inside; raises UsageError for anything else."""
    found = re.fullmatch(r"(\d+)/(\d+)", text.strip())
    if found and 1 <= int(found[1]) <= int(found[2]):
        return int(found[1]) - 1, int(found[2])
    raise UsageError(f"{text!r} is no shard: write I/N, as 3/8 for part 3 of 8")


def read_span(first: str, last: str | None) -> str:
    """Return the setting EMEROTECA_SPAN for two days; raises UsageError for what are none, or not in this order."""
    from datetime import UTC, datetime

    from crawler.backfill import Span

    return str(Span.of(first, last, datetime.now(UTC).date()))


@click.command(
    epilog=(
        "\b\nExamples:\n"
        "  emeroteca crawl https://www.example.org/news/ --collection mynews\n"
        "  emeroteca crawl --collection mynews --deadline 50m --quiet   # cron: everything that is due\n"
        "  emeroteca crawl https://www.example.org/ --collection mynews --from 2024-01-01 --to 2024-03-31"
    )
)
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--collection", "folder", required=True, type=click.Path(path_type=Path), help="Folder; made if missing.")
@click.option("--sources", type=click.Path(path_type=Path), help="Folder (or file) of source profiles, TOML.")
@click.option("--max-pages", type=click.IntRange(0), default=0, help="Stop after so many pages; 0 = no limit.")
@click.option("--deadline", metavar="50m", help="Stop fetching after this time (exit 11).")
@click.option("--delay", type=click.FloatRange(0), help="Seconds between requests to a host.  [default: 1, adaptive]")
@click.option("--concurrency", type=click.IntRange(1), help="Connections to a host.  [default: 1]")
@click.option(
    "--workers", type=click.IntRange(0), help="Reading processes; 0 = capture only.  [default: cores - 1, at most 4]"
)
@click.option("--requisites", type=click.Choice(["none", "images", "all"]), help="What pages need to be shown.")
@click.option("--shard", metavar="I/N", help="Only part I of N of the sources.")
@click.option("--allow-network", multiple=True, metavar="CIDR[:PORT]", help="Allow private addresses (repeatable).")
@click.option("--from", "first_day", metavar="DAY", help="Backfill: what came out from this day on (2024-01-31).")
@click.option("--to", "last_day", metavar="DAY", help="Backfill: up to this day, it included.  [default: today]")
@click.option("--recheck", is_flag=True, help="Ask known articles again now, conditionally.")
@click.option("--watch", is_flag=True, help="Stay, and crawl what becomes due.")
@click.option("--ignore-robots", is_flag=True, help="Fetch what robots.txt forbids, too.")
@click.option("--payload-digest", type=click.Choice(["spec", "wire"]), help="What WARC-Payload-Digest is over.")
@click.option("--operator", help="Who runs this; goes into warcinfo.")
@click.option("--metrics-file", type=click.Path(path_type=Path), help="Counts for Prometheus' textfile collector.")
@click.option("--healthcheck-url", metavar="URL", help="Pinged at start (/start), success and failure (/fail).")
@click.option("--user-agent", help="How to name ourselves; say how to reach you.")
@click.option("-s", "--set", "settings", multiple=True, metavar="NAME=VALUE", help="A Scrapy setting (repeatable).")
@click.option("--quiet", is_flag=True, help="Only the summary line, and what went wrong.")
def crawl(targets: tuple[str, ...], folder: Path, quiet: bool, **options: Any) -> int:
    """Capture newspapers, read their articles, store both.

    TARGET is the URL of a section page, feed or sitemap (no configuration needed), or the id of a source profile;
    none = every source of the collection that is due. The same line serves first start, resume after a crash, and
    tomorrow's cron run.

    With --from (and --to) a run looks for what came out in those days, long after: in all sitemaps that may hold
    them, in archives by date, and along the pages of sections until they are older. What a URL's date, a sitemap's
    lastmod or a feed's date puts outside is not fetched.

    \b
    Exit codes: 0 done; 1 fault; 2 usage; 3 no space or not writable; 4 too many errors; 10 stopped by a signal;
    11 deadline reached; 75 another run holds the collection.
    """
    from archive.collection import unmade_if_refused

    configured = crawl_settings(options, quiet=quiet)
    check_options(options)
    check_targets(targets)
    with unmade_if_refused(folder):
        return crawl_and_tell(targets, folder, configured, options, quiet=quiet)


def crawl_and_tell(
    targets: Sequence[str], folder: Path, configured: dict[str, Any], options: dict[str, Any], *, quiet: bool
) -> int:
    """Run the crawl, say on stderr what went wrong and on stdout the summary; return the exit code."""
    from archive.collection import Collection
    from archive.commands.table import complain
    from crawler.health import ping
    from crawler.tally import CLEAN_ENDS

    url = options.get("healthcheck_url")
    # A mistyped folder in a cron line must not become an empty collection: that has nothing to crawl.
    named = targets or options.get("sources") or (folder / "sources").is_dir()
    collection = Collection.create(folder) if named else Collection.open(folder)
    with collection.locked():
        pass  # another run's lock is told at once, before Scrapy is loaded
    set_up_log(collection, quiet=quiet)
    from crawler.run import run_crawl

    ping(url, "/start")
    code = 1
    try:
        done = run_crawl(targets, folder, configured)
        code = done.exit_code
        logging.getLogger(__name__).info("%s; exit code %d", done.summary, code)
        for problem in done.problems:
            complain(f"emeroteca: {problem}")
        click.echo(done.summary)
    finally:
        ping(url, "" if code in CLEAN_ENDS else "/fail")
    return code


def crawl_settings(options: dict[str, Any], *, quiet: bool) -> dict[str, Any]:
    """Return the Scrapy settings that the options of ``crawl`` stand for."""
    import os

    settings: dict[str, Any] = {}
    for pair in options.get("settings") or ():
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"-s {pair}: write NAME=VALUE")
        settings[name.strip()] = value
    delay = options.get("delay")
    if delay is not None:
        settings["DOWNLOAD_DELAY"] = delay
        settings["AUTOTHROTTLE_ENABLED"] = delay > 0
        settings["AUTOTHROTTLE_START_DELAY"] = delay
    if options.get("concurrency"):
        settings["CONCURRENT_REQUESTS_PER_DOMAIN"] = options["concurrency"]
        settings["CONCURRENT_REQUESTS"] = max(64, options["concurrency"])
        settings["AUTOTHROTTLE_TARGET_CONCURRENCY"] = float(options["concurrency"])
    workers = options.get("workers")
    settings["EMEROTECA_WORKERS"] = min(4, max(1, (os.cpu_count() or 2) - 1)) if workers is None else workers
    settings["EMEROTECA_PROGRESS"] = not quiet and sys.stderr.isatty()
    plain = {
        "sources": "EMEROTECA_SOURCES",
        "max_pages": "EMEROTECA_MAX_PAGES",
        "requisites": "EMEROTECA_REQUISITES",
        "recheck": "EMEROTECA_RECHECK",
        "watch": "EMEROTECA_WATCH",
        "user_agent": "USER_AGENT",
        "payload_digest": "CAPTURE_PAYLOAD_DIGEST",
        "operator": "CAPTURE_OPERATOR",
        "metrics_file": "EMEROTECA_METRICS_FILE",
    }
    for option, name in plain.items():
        value = options.get(option)
        if value:
            settings[name] = str(value) if isinstance(value, Path) else value
    if options.get("allow_network"):
        settings["ALLOW_NETWORK"] = list(options["allow_network"])
    if options.get("deadline"):
        settings["EMEROTECA_DEADLINE_SECONDS"] = read_duration(options["deadline"])
    if options.get("shard"):
        settings["EMEROTECA_SHARD"] = read_shard(options["shard"])
    if options.get("first_day"):
        settings["EMEROTECA_SPAN"] = read_span(options["first_day"], options.get("last_day"))
    elif options.get("last_day"):
        raise UsageError("--to needs --from: the first day of the span")
    if options.get("ignore_robots"):
        settings["ROBOTSTXT_OBEY"] = False
    return settings


def check_options(options: dict[str, Any]) -> None:
    """Raise UsageError for an option's value that cannot be meant, before anything is made."""
    if not (options.get("user_agent") or "").isprintable():
        raise UsageError("--user-agent: one line, without control characters")
    if options.get("deadline") and not read_duration(options["deadline"]):
        raise UsageError(f"--deadline {options['deadline']}: must be longer than 0")
    metrics = options.get("metrics_file")
    if metrics is not None and not metrics.parent.is_dir():
        raise UsageError(f"--metrics-file {metrics}: no such folder: {metrics.parent}")
    if metrics is not None and metrics.is_dir():
        raise UsageError(f"--metrics-file {metrics}: is a folder; name a file in it, as {metrics / 'emeroteca.prom'}")


def check_targets(targets: Sequence[str]) -> None:
    """Raise UsageError for a target that no crawl could start from, before anything is made."""
    from crawler.targets import read_url

    for target in targets:
        if any(c.isspace() or not c.isprintable() for c in target):
            raise UsageError(f"{target!r}: a target holds no blanks; several are written as: URL URL")
        if "://" in target:
            read_url(target)


def set_up_log(collection: Any, *, quiet: bool) -> None:
    """Write the full log into the collection, and warnings to stderr. Raises StorageError."""
    from logging.handlers import RotatingFileHandler

    path = collection.logs / "crawl.log"
    try:
        handler = RotatingFileHandler(path, maxBytes=20_000_000, backupCount=5, encoding="utf-8")
    except OSError as error:
        raise StorageError(path, f"not writable ({error.strerror})") from error
    # Else a log that cannot be written, on a full disk, has a traceback on stderr for each of its lines.
    logging.raiseExceptions = False
    handler.setLevel(logging.INFO)
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    if not quiet:
        talk = logging.StreamHandler(sys.stderr)
        talk.setLevel(logging.WARNING)
        talk.setFormatter(OneLine("%(levelname)s %(message)s", traces=False))
        logging.getLogger().addHandler(talk)


class OneLine(logging.Formatter):
    """One line for each record: what a page says can neither forge a line nor steer a terminal."""

    # As all times here: UTC, RFC 3339.
    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, form: str, *, traces: bool = True) -> None:
        super().__init__(form)
        self._traces = traces

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        head, newline, trace = text.partition("\nTraceback ")
        safe = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in head)
        return safe + (newline + trace if newline and self._traces else "")
