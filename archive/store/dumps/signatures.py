"""Signatures: which of an article's authors are persons, and which an agency, a desk or the newspaper."""

from archive.article.layout import folded
from archive.article.model import Article
from archive.article.names import has_name_form, is_house


def signs_collectively(article: Article, name: str) -> bool:
    """Tell whether *name*, one of the authors of *article*, is a house's: "dpa", "Redazione ANSA", "Sports Desk".

    A name that is written as a person's is no house because the site is called so: people have sites of their own.
    """
    if folded(name) == folded(article.agency) or is_house(name):
        return True
    site = folded(article.source.partition(".")[0].replace("-", ""))
    return is_house(name, frozenset({site})) and not has_name_form(name)
