"""The lines by which a dump is loaded, for its README. Tests run them all, but those for Spark (tried with 4.3)."""

_PARQUET = """```python
import pandas as pd
articles = pd.read_parquet("articles", dtype_backend="pyarrow")   # without dtype_backend lists become objects
```
```python
import polars as pl
articles = pl.scan_parquet("articles/**/*.parquet")
per_day = articles.group_by("source", "day").len().sort("day").collect()
```
```python
import pyarrow.dataset as ds
articles = ds.dataset("articles").to_table(columns=["id", "headline", "published"])
```
```python
import duckdb
duckdb.sql("SELECT source, day, count(*) FROM 'articles/**/*.parquet' GROUP BY ALL ORDER BY day").show()
```
```python
from datasets import load_dataset
articles = load_dataset("parquet", data_files="articles/**/*.parquet", split="train")
```
```python
articles = spark.read.option("recursiveFileLookup", "true").parquet("articles")   # pyspark
```
Versions, events and captures lie in folders of their names:
```sql
SELECT a.headline, v.revision, v.first_seen, v.changed
FROM 'articles/**/*.parquet' a JOIN 'versions/*.parquet' v ON a.id = v.article AND a.revision = v.revision;
```
"""

_JSONL = """Pass the schema: a reader that guesses types from the first rows drops or breaks what is null there.
```python
import polars as pl
articles = pl.scan_ndjson("articles/**/*{suffix}", schema=pl.read_ipc_stream("schema.arrow").schema).collect()
```
```python
import fileinput
import glob
import json
import pandas as pd
parts = sorted(glob.glob("articles/**/*{suffix}", recursive=True))
with fileinput.input(parts, encoding="utf-8"{hook}) as lines:
    articles = pd.DataFrame(map(json.loads, lines))   # pandas.read_json would guess at dates
articles["published"] = pd.to_datetime(articles["published"], utc=True, format="ISO8601")
```
```python
import pathlib
import duckdb
articles = duckdb.sql(pathlib.Path("load.sql").read_text())   # SELECT ... FROM read_json(..., columns = ...)
```
```python
import fileinput
import glob
import json
import pyarrow as pa
from datasets import Dataset, Features
def rows():   # load_dataset("json") would make the times texts without a zone
    parts = sorted(glob.glob("articles/**/*{suffix}", recursive=True))
    with fileinput.input(parts, encoding="utf-8"{hook}) as lines:
        for line in lines:
            row = json.loads(line)
            yield {**row, "field_sources": json.dumps(row["field_sources"])}
features = Features.from_arrow_schema(pa.ipc.open_stream("schema.arrow").schema)
articles = Dataset.from_generator(rows, features=features)
```
```python
# pyspark
articles = spark.read.schema(open("schema.ddl").read()).option("recursiveFileLookup", "true").json("articles")
```
```sh
{cat} | jq -r 'select(.paywalled) | [.published, .source, .headline] | @tsv'
```
"""

_CSV = """Tell the reader that only the empty cell is unknown, and that texts are texts.
```python
import glob
import pandas as pd
parts = sorted(glob.glob("articles/**/*{suffix}", recursive=True))
articles = pd.concat(pd.read_csv(part, dtype=str, keep_default_na=False, na_values=[""]) for part in parts)
```
```python
import polars as pl
articles = pl.scan_csv("articles/**/*{suffix}", infer_schema=False).collect()
```
```python
import duckdb
duckdb.sql("SELECT * FROM read_csv('articles/**/*{suffix}', all_varchar = true, header = true)").show()
```
"""

_LINES = """```sh
{cat} | jq -r '{jq}'
```
```python
import fileinput
import glob
import json
import pandas as pd
parts = sorted(glob.glob("articles/**/*{suffix}", recursive=True))
with fileinput.input(parts, encoding="utf-8"{hook}) as lines:
    articles = pd.DataFrame(map(json.loads, lines))   # pandas.read_json would guess at dates
```
"""

_JQ = {
    "ninjs": "[.firstCreated, .headlines[0].value] | @tsv",
    "jsonld": "[.datePublished, .headline] | @tsv",
}


def lines_for(format_name: str, suffix: str) -> str:
    """Return the Markdown that shows how a dump of this format, its files ending in *suffix*, is loaded."""
    cat, hook = "cat", ""
    if suffix.endswith(".zst"):
        cat, hook = "zstdcat", ', openhook=lambda name, mode, **how: __import__("zstandard").open(name, "rt", **how)'
    elif suffix.endswith(".gz"):
        cat, hook = "zcat", ", openhook=fileinput.hook_compressed"
    cat = f"find articles -name '*{suffix}' | sort | xargs {cat}"
    if format_name == "parquet":
        return _PARQUET
    shown = {"jsonl": _JSONL, "csv": _CSV}.get(format_name, _LINES)
    for word, value in {"{suffix}": suffix, "{hook}": hook, "{cat}": cat, "{jq}": _JQ.get(format_name, "")}.items():
        shown = shown.replace(word, value)
    return shown
