"""Article or not from the URL alone: score ``judge_url``, and fit its weights.

    python -m tests.bench.urls PATH_TO_BENCH_URLS           score on urls.dev.jsonl, and by cross-validation over sites
    python -m tests.bench.urls PATH_TO_BENCH_URLS --errors  the strongly labelled URLs that are judged wrong
    python -m tests.bench.urls PATH_TO_BENCH_URLS --fit     write crawler/discovery/urlweights.py anew

PATH holds urls.dev.jsonl: one {"url", "host", "label": "article"|"section", "strong"} a line, labels from the pages'
markup. Fitting is logistic regression with a normal prior around what one expects of each habit (``EXPECTED``), so
that a habit seen on three sites only is not believed to mean the opposite of what it means everywhere.
"""

import argparse
import hashlib
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from archive.urlkey import registrable_domain
from crawler.discovery.habits import read_habits
from crawler.discovery.urls import judge_url

WEAK_WEIGHT = 0.1
"""Of a weak label (link in a menu, headline link) against a strong one (the page's own markup)."""
FOLDS = 10
CUT = 0.12
"""Log odds above which a URL counts as an article's, before the bias is shifted so that 0 is the border."""
TARGET = Path(__file__).parents[2] / "crawler" / "discovery" / "urlweights.py"

EXPECTED = {
    "front page": -5,
    "front page with an id": 2,
    "archive date": -5,
    "id under a listing": -2.5,
    "tag folder right above": -4,
    "category folder right above": -4,
    "author folder right above": -4,
    "topic folder right above": -3,
    "tag folder": -3,
    "author folder": -3,
    "category folder": -3,
    "topic folder": -1,
    "login or legal": -4,
    "service folder right above": -2,
    "service folder": -2,
    "service page": -2.5,
    "service word in the slug": -2,
    "department": -2.5,
    "listing word": -2.5,
    "departments in the slug": -1.5,
    "two nouns and 'and'": -1.5,
    "page number": -3,
    "query of a listing": -2,
    "query of an action": -6,
    "service's host": -2.5,
    "another layout": -3,
    "small number alone": -1,
    "listing folder right above": -1.5,
    "listing folder": -0.5,
    "date in the path": 2.5,
    "number folder": 1.5,
    "article folder right above": 2.5,
    "article folder": 1,
    "hash id": 2.5,
    "lettered id": 1.5,
    "named id": 3,
    "long id and 1 words": 2,
    "long id and 2 words": 2,
    "long id and 3 words": 2,
    "long id and 4 words": 2.5,
    "date in the slug": 1.5,
    "id at the end": 1.5,
    "short id at the end": -0.5,
    "id and 2 words": 0.5,
    "id and 3 words": 1,
    "id and 4 words": 2,
    "code id": 1.5,
    "long folder": 1,
    "query names an id": 1.5,
    "title in another script": 2,
    "number alone": 1.5,
}
"""Log odds one expects of a habit before looking at any page."""


class Fit:
    """The labelled URLs as a matrix of habits."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        habits = [read_habits(row["url"]) for row in rows]
        self.pages = np.array([found is not None for found in habits])
        self.names = sorted({habit for found in habits if found for habit in found} | set(EXPECTED))
        place = {name: i for i, name in enumerate(self.names)}
        self.habits = np.zeros((len(rows), len(self.names) + 1))
        self.habits[:, -1] = 1
        for i, found in enumerate(habits):
            for habit in found or ():
                self.habits[i, place[habit]] = 1
        self.articles = np.array([row["label"] == "article" for row in rows])
        self.strong = np.array([bool(row["strong"]) for row in rows])
        sites = [registrable_domain(row["host"]) for row in rows]
        self.fold = np.array([int(hashlib.md5(site.encode()).hexdigest(), 16) % FOLDS for site in sites])

    def weights(self, chosen: Any) -> Any:
        """Return the weights (the bias last) fitted on the *chosen* rows, by Newton's method."""
        chosen = chosen & self.pages
        x, y = self.habits[chosen], self.articles[chosen].astype(float)
        importance = np.where(self.strong[chosen], 1.0, WEAK_WEIGHT)
        mean = np.array([*(EXPECTED.get(name, 0.0) for name in self.names), 0.0])
        stiffness = np.full(x.shape[1], 1.0)
        stiffness[-1] = 1e-3
        found = mean.copy()
        for _ in range(50):
            p = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
            slope = x.T @ (importance * (p - y)) + stiffness * (found - mean)
            curve = (x * (importance * p * (1 - p))[:, None]).T @ x + np.diag(stiffness)
            step = np.linalg.solve(curve, slope)
            found -= step
            if np.abs(step).max() < 1e-7:
                break
        return found

    def cross_validated(self) -> Any:
        """Return for each URL the judgement of weights that saw no page of its site."""
        judged = np.zeros(len(self.articles), bool)
        for fold in range(FOLDS):
            held = self.fold == fold
            judged[held] = self.habits[held] @ self.weights(~held) > CUT
        return judged & self.pages


def scores(judged: Any, articles: Any) -> str:
    """Return precision, recall, F1 of "article" and the share of sections refused, as a line."""
    right, wrong = int((judged & articles).sum()), int((judged & ~articles).sum())
    missed, refused = int((~judged & articles).sum()), int((~judged & ~articles).sum())
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    shares = (
        f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} sections refused {refused / (refused + wrong):.3f}"
    )
    return f"articles {right + missed:4} sections {refused + wrong:4} {shares}"


def main() -> None:
    """Run the bench from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, help="folder of urls.dev.jsonl")
    parser.add_argument("--fit", action="store_true", help="write the weights anew")
    parser.add_argument("--errors", action="store_true", help="show what is judged wrong")
    options = parser.parse_args()
    lines = (options.path / "urls.dev.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    fit = Fit(rows)
    if options.fit:
        _write(fit)
        print(f"written {TARGET.name}; run again without --fit to score it")
        return
    started = time.process_time()
    verdicts = [judge_url(row["url"]) for row in rows]
    spent = (time.process_time() - started) / len(rows)
    judged = np.array([v.article for v in verdicts])
    for name, by in (("judge_url", judged), ("cross-validated", fit.cross_validated())):
        for label, chosen in (("strong", fit.strong), ("all", np.ones(len(rows), bool))):
            print(f"{name:16} {label:6} {scores(by[chosen], fit.articles[chosen])}")
    print(f"{spent * 1e6:.1f} us CPU a URL")
    if options.errors:
        for row, verdict in zip(rows, verdicts, strict=True):
            if row["strong"] and verdict.article != (row["label"] == "article"):
                print(f"{row['label']:8} {verdict.score:.2f} {row['url']}  [{verdict.why}]")


def _write(fit: Fit) -> None:
    found = fit.weights(np.ones(len(fit.articles), bool))
    seen = fit.habits.sum(axis=0) > 0
    lines = [
        '"""What each habit of a URL weighs (log odds): written by ``python -m tests.bench.urls PATH --fit``.',
        "",
        "Positive: articles have it. Negative: sections, tags, authors and service pages have it.",
        '"""',
        "",
        f"BIAS = {found[-1] - CUT:.2f}",
        "WEIGHTS = {",
        *(f'    "{name}": {found[i]:.2f},' for i, name in enumerate(fit.names) if seen[i] or name in EXPECTED),
        "}",
    ]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
