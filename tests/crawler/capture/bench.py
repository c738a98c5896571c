"""What the capture costs: CPU of a whole Scrapy process with the capture on and off, by turns.

``python -m tests.crawler.capture.bench [--pages 400] [--runs 5] [--gzip]`` prints the least CPU seconds of each kind,
and the difference for one page of 63 KB, in milliseconds.
"""

import argparse
import gzip
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.newspaper.wire import Script, WireServer

_CHILD = """
import resource, sys, time
import scrapy
from scrapy.crawler import CrawlerProcess
url, pages, mode, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]

class Reader(scrapy.Spider):
    name = "reader"
    async def start(self):
        for n in range(pages):
            yield scrapy.Request(f"{url}/{n}")
    def parse(self, response):
        assert len(response.text) > 60_000

settings = {
    "LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": "gzip"}, "DOWNLOAD_DELAY": 0,
}
if mode != "off":
    settings |= {"ADDONS": {"crawler.addon.CaptureAddon": 500}, "CAPTURE_FOLDER": folder,
                 "ALLOW_NETWORK": ["127.0.0.1"]}
process = CrawlerProcess(settings)
process.crawl(Reader)
process.start()
usage = resource.getrusage(resource.RUSAGE_SELF)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def pages(count: int, *, zipped: bool) -> dict[str, Script]:
    """Return *count* different pages of 63 KB, about as compressible as news pages."""
    chance = random.Random(7)
    words = ["".join(chance.choices("aeioustrnlcdpm", k=chance.randint(2, 11))) for _ in range(4000)]
    scripts = {}
    for number in range(count):
        text = " ".join(f'<p class="text">{" ".join(chance.choices(words, k=12))}</p>' for _ in range(600))
        body = f"<html><body>{text[:63_000]}</body></html>".encode()
        fields = b""
        if zipped:
            body, fields = gzip.compress(body, 6), b"Content-Encoding: gzip\r\n"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + fields
        scripts[f"/{number}"] = Script.of(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    return scripts


def measure(url: str, count: int, mode: str) -> tuple[float, int]:
    """Return CPU seconds and peak memory (KiB) of one crawl."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = [url, str(count), mode, folder]
        child = subprocess.run(
            [sys.executable, "-c", _CHILD, *arguments],
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
        )
    seconds, peak = child.stdout.split()
    return float(seconds), int(peak)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--gzip", action="store_true")
    options = parser.parse_args()
    scripts = pages(options.pages, zipped=options.gzip)
    found: dict[str, list[tuple[float, int]]] = {"off": [], "on": []}
    with WireServer(scripts) as server:
        for _ in range(options.runs):
            for mode, runs in found.items():
                runs.append(measure(server.url(""), options.pages, mode))
    for mode, runs in found.items():
        print(mode, " ".join(f"{seconds:.2f}" for seconds, _ in runs), "s; peak", max(peak for _, peak in runs), "KiB")
    differences = sorted(on[0] - off[0] for on, off in zip(found["on"], found["off"], strict=True))
    least = min(found["on"])[0] - min(found["off"])[0]
    print(f"a page: {least / options.pages * 1000:.2f} ms (least of each)", end="")
    print(f", {differences[len(differences) // 2] / options.pages * 1000:.2f} ms (median of pairs)")


if __name__ == "__main__":
    main()
