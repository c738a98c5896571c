"""Golden pages: a page and the article that it must give."""
