"""Scrapy settings of emeroteca, each with its reason. Any can be overridden by ``-s NAME=VALUE``."""

from archive import __version__

BOT_NAME = "emeroteca"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
ADDONS = {"crawler.addon.CaptureAddon": 500}
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# -- politeness: robots obeyed, one connection and a second a host; adaptive above that ------------------------
USER_AGENT = f"emeroteca/{__version__} (+https://pypi.org/project/emeroteca/)"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "emeroteca"
ROBOTSTXT_PARSER = "crawler.politeness.Rules"
# Of all hosts together. One that says nothing holds its place for CAPTURE_MAX_SECONDS: with 16 places, a dozen silent
# newspapers among sixty kept the others waiting for 45 s; with 64 these are through after 8.
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.5
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0

# -- what is asked for ---------------------------------------------------------------------------------------
# gzip only: zstd replays as garbage in pywb and ReplayWeb.page, brotli breaks warcio beside the brotli package.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "*",
    "Accept-Encoding": "gzip",
}
# A newspaper that shows everybody another page for a cookie cannot be archived by what one visitor was given.
COOKIES_ENABLED = False
REFERER_ENABLED = False
REDIRECT_MAX_TIMES = 20
METAREFRESH_ENABLED = False
URLLENGTH_LIMIT = 2048

# -- failures --------------------------------------------------------------------------------------------------
RETRY_TIMES = 2
# A host that refuses or lets us wait is asked again by the frontier, later; here only what a moment cures.
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectionLost",
]
# One exchange, from connecting to the last byte: a run of one dripping page ends within a minute, start-up included.
CAPTURE_MAX_SECONDS = 45
# 429 and 503 are not tried again at once: the frontier waits as the site asks (crawler.outcomes).
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]

# -- ours in the place of Scrapy's ----------------------------------------------------------------------------
SCHEDULER = "crawler.scheduler.FrontierScheduler"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
# Scrapy imports whatever stands in these lists, to learn whether it is on, and what stands there with None as well.
# So they hold what is used, and nothing else: telnet, the remote control (aiohttp), cookies (tldextract, requests)
# and the like would cost 0.2 s of CPU at each start. Whoever wants one names it in the list without _BASE.
EXTENSIONS_BASE = {
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.logstats.LogStats": 0,
    "scrapy.extensions.spiderstate.SpiderState": 0,
}
EXTENSIONS = {
    "crawler.harvest.Harvest": 10,
    "crawler.progress.Progress": 20,
    "crawler.manners.Throttle": 30,
}
DOWNLOADER_MIDDLEWARES_BASE = {
    "crawler.politeness.Robots": 100,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}
DOWNLOADER_MIDDLEWARES = {"crawler.politeness.SameSiteRedirects": 600}
# The spider is handed every answer, whatever its status: a 404 is news of an article, too.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "INFO"
# Scrapy's and Twisted's own stand in warcinfo. Of the rest, those that cost nothing to tell: for the platform's name a
# process is started, for each package the folder of all packages is read.
LOG_VERSIONS = ["Python", "libxml2", "pyOpenSSL"]
LOGSTATS_INTERVAL = 0
# A revisit once an hour and a page of 90 KB: memory is bounded by what is under way, never by the crawl.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 8_000_000
# Scrapy starts as many tasks for each response, and a page gives one item: 100 tasks (the default) cost 1 ms a page.
CONCURRENT_ITEMS = 1
# Scrapy reads the spider's source again for each response to warn of a mistake that mypy finds once: 1 ms a page.
WARN_ON_GENERATOR_RETURN_VALUE = False

# -- emeroteca's own (crawler.harvest, crawler.capture) -----------------------------------------------------------
COLLECTION = None
EMEROTECA_WORKERS = 1
EMEROTECA_READ_SECONDS = 30.0
EMEROTECA_SOURCES = None
EMEROTECA_MAX_PAGES = 0
EMEROTECA_DEADLINE_SECONDS = 0
EMEROTECA_RECHECK = False
EMEROTECA_REQUISITES = None
EMEROTECA_SHARD = None
EMEROTECA_WATCH = False
# A backfill: 2024-01-01/2024-03-31, days within; nothing that came out on other days is asked for.
EMEROTECA_SPAN = None
EMEROTECA_ERROR_SHARE = 0.5
EMEROTECA_RESERVE_BYTES = 64 << 20
EMEROTECA_PROGRESS = False
EMEROTECA_METRICS_FILE = None
EMEROTECA_PAGES_PER_HOST = 100_000
EMEROTECA_REQUISITES_PER_PAGE = 200
EMEROTECA_REQUISITE_BYTES = 20 << 20
EMEROTECA_REQUISITE_BYTES_PER_PAGE = 64 << 20
