"""Make the JSON of the golden pages anew: ``python -m tests.golden``. Read the diff before committing it."""

import sys

from tests.golden.pages import golden_pages, reading_of

for page in golden_pages():
    text = reading_of(page)
    if not page.expected.exists() or page.expected.read_text("utf-8") != text:
        page.expected.write_text(text, "utf-8")
        sys.stdout.write(f"{page.name}: written\n")
