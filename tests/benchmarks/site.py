"""A small news site in files: five papers in five languages, pages of about 90 KB with about 200 links.

As on real pages most links lead to what is known already: menus and teasers, told apart by their fragments only.

The same arguments write the same bytes. Every page lies beside its ready-made gzip, so that serving costs nothing.
"""

import gzip
import html
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SECTIONS = 5
MENU_LINKS = 110
TEASERS = 80
BULK = 60_000
"""Bytes of inline style and script of a page: what real ones carry beside their words."""
FIRST = datetime(2026, 5, 4, 6, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper: its language, the words it is made of, and how it prints a date."""

    language: str
    words: tuple[str, ...]
    months: tuple[str, ...]
    stamp: str
    """How the date is printed: {d}, {n} (month's number), {m} (its name), {y}, {h}, {i}."""
    by: str
    names: tuple[str, ...]


def _paper(language: str, words: str, months: str, stamp: str, by: str, names: str) -> Paper:
    return Paper(
        language=language,
        words=tuple(words.split()),
        months=tuple(months.split()),
        stamp=stamp,
        by=by,
        names=tuple(names.split(", ")),
    )


PAPERS = (
    _paper(
        "it",
        "il governo ha presentato un piano per la città e la regione che non era previsto dopo una lunga riunione del"
        " consiglio secondo le stime i lavori del porto saranno finiti entro l'anno con una spesa di molti milioni ma i"
        " residenti chiedono tempi certi alla giunta perché nella zona mancano scuole strade ospedali",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "{d:02}/{n:02}/{y} {h:02}:{i:02}",
        "di",
        "Chiara Bassi, Andrea Villa, Luisa Moretti",
    ),
    _paper(
        "en",
        "the government has presented a plan for the city and its region that was not expected after a long meeting of"
        " council members who said that work on the harbour would be finished within the year at a cost of many"
        " millions while residents ask for more certainty about schools roads hospitals and homes",
        "January February March April May June July August September October November December",
        "{d} {m} {y}, {h:02}:{i:02}",
        "By",
        "Helen Carter, Priya Patel, Tom Walsh",
    ),
    _paper(
        "de",
        "die Regierung hat am Montag einen Plan für die Stadt und das Land vorgestellt der nach einer langen Sitzung"
        " des Rates nicht erwartet worden war die Arbeiten am Hafen sollen noch in diesem Jahr enden und viele"
        " Millionen kosten aber die Anwohner fordern mehr Klarheit über Schulen Straßen und Häuser",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "{d}. {m} {y}, {h:02}:{i:02} Uhr",
        "Von",
        "Katrin Vogel, Jonas Krämer, Petra Lang",
    ),
    _paper(
        "fr",
        "le gouvernement a présenté un plan pour la ville et la région qui n'était pas attendu après une longue séance"
        " du conseil selon les estimations les travaux du port seront finis dans l'année pour plusieurs millions mais"
        " les habitants demandent des garanties sur les écoles les routes et les hôpitaux",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "{d} {m} {y} à {h:02}h{i:02}",
        "Par",
        "Claire Girard, Hugo Perrin, Inès Faure",
    ),
    _paper(
        "es",
        "el gobierno ha presentado un plan para la ciudad y la región que no se esperaba después de una larga reunión"
        " del consejo según los cálculos las obras del puerto terminarán este año con un gasto de muchos millones pero"
        " los vecinos piden plazos más seguros para las escuelas las carreteras y los hospitales",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "{d} de {m} de {y} {h:02}:{i:02}",
        "Por",
        "Lucía Ortega, Marcos Vidal, Elena Prieto",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article of the site."""

    path: str
    headline: str
    at: datetime
    author: str


def write_site(folder: Path, articles: int, papers: int = len(PAPERS)) -> tuple[Path, ...]:
    """Write *papers* papers of *articles* articles each under *folder*; return the papers' folders."""
    return tuple(_write_paper(folder / paper.language, paper, articles) for paper in PAPERS[:papers])


def _write_paper(folder: Path, paper: Paper, articles: int) -> Path:
    dice = random.Random(paper.language)
    stories = [_story(paper, dice, number) for number in range(articles)]
    pages: dict[str, str] = {}
    for number, story in enumerate(stories):
        pages[story.path] = _article(paper, dice, story, stories, number)
    pages["/"] = _listing(paper, dice, paper.language.upper(), stories)
    for section in range(SECTIONS):
        pages[f"/{_section(section)}/"] = _listing(paper, dice, _section(section), stories[section::SECTIONS])
    for path, text in pages.items():
        target = folder / path.lstrip("/") if not path.endswith("/") else folder / path.lstrip("/") / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        body = text.encode()
        target.write_bytes(body)
        target.with_name(target.name + ".gz").write_bytes(gzip.compress(body, 5, mtime=0))
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /login\n", encoding="utf-8")
    return folder


def _story(paper: Paper, dice: random.Random, number: int) -> Story:
    words = dice.sample(paper.words, 7)
    slug = "-".join("".join(c for c in w.lower() if c.isascii() and c.isalnum()) for w in words[:5])
    return Story(
        path=f"/{_section(number % SECTIONS)}/2026/05/{slug}-{_first_number(paper) + number}.html",
        headline=" ".join(words).capitalize(),
        at=FIRST + timedelta(minutes=37 * number),
        author=dice.choice(paper.names),
    )


def _first_number(paper: Paper) -> int:
    # No number twice: a number in the URL is an article's id within its source.
    return 200_000 + 100_000 * PAPERS.index(paper)


def _section(number: int) -> str:
    return ("politics", "economy", "culture", "sport", "world")[number]


def _sentence(paper: Paper, dice: random.Random) -> str:
    return " ".join(dice.choices(paper.words, k=dice.randint(9, 22))).capitalize() + "."


def _paragraph(paper: Paper, dice: random.Random) -> str:
    return " ".join(_sentence(paper, dice) for _ in range(dice.randint(2, 5)))


def _stamp(paper: Paper, at: datetime) -> str:
    names = paper.months
    return paper.stamp.format(d=at.day, n=at.month, m=names[at.month - 1], y=at.year, h=at.hour, i=at.minute)


def _article(paper: Paper, dice: random.Random, story: Story, stories: list[Story], number: int) -> str:
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "author": {"@type": "Person", "name": story.author},
    }
    if number % 2:
        facts["datePublished"] = story.at.isoformat()
    text = "".join(f"<p>{html.escape(_paragraph(paper, dice))}</p>" for _ in range(dice.randint(6, 12)))
    inside = (
        f'<article class="story"><h1 class="headline">{html.escape(story.headline)}</h1>'
        f'<p class="standfirst">{html.escape(_sentence(paper, dice))}</p>'
        f'<div class="meta"><span class="byline">{paper.by} {story.author}</span> '
        f'<span class="date">{_stamp(paper, story.at)}</span></div>'
        f'<div class="story-body">{text}</div></article>'
    )
    head = f'<script type="application/ld+json">{json.dumps(facts)}</script>'
    return _document(paper, dice, story.headline, head, inside, _near(stories, number))


def _listing(paper: Paper, dice: random.Random, title: str, stories: list[Story]) -> str:
    # All of them: so every crawler finds every page.
    return _document(paper, dice, title, "", f"<h1>{title}</h1>", stories)


def _near(stories: list[Story], number: int) -> list[Story]:
    return [stories[(number + step) % len(stories)] for step in range(1, TEASERS + 1)]


def _topic(paper: Paper, number: int) -> str:
    return paper.words[number % len(paper.words)]


def _document(paper: Paper, dice: random.Random, title: str, head: str, inside: str, shown: list[Story]) -> str:
    menu = "".join(
        f'<li class="nav-item"><a class="nav-link" href="/{_section(n % SECTIONS)}/#topic-{n}">'
        f"{_topic(paper, n)}</a></li>"
        for n in range(MENU_LINKS)
    )
    teasers = "".join(
        f'<div class="teaser card"><h3 class="teaser-title"><a href="{story.path}#t{n}">'
        f'{html.escape(story.headline)}</a></h3><span class="teaser-date">{_stamp(paper, story.at)}</span></div>'
        for n, story in enumerate(shown)
    )
    style = "".join(f".c{n}{{margin:{n % 17}px;color:#{dice.getrandbits(24):06x}}}" for n in range(BULK // 60))
    script = "var state=[" + ",".join(str(dice.getrandbits(30)) for _ in range(BULK // 20)) + "];"
    return (
        f'<!DOCTYPE html><html lang="{paper.language}"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title>{head}<style>{style}</style><script>{script}</script></head>"
        f'<body><header><nav class="main-nav"><ul>{menu}</ul></nav></header><main>{inside}</main>'
        f'<aside class="related">{teasers}</aside><footer><a href="/login">login</a></footer></body></html>'
    )
