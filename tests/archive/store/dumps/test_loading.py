"""The measure of a dump: four engines load it alike, though its first 1,000 rows are null in each optional column."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from archive.collection import Collection
from archive.store.columns import article_schema, line_schema
from archive.store.dumps.export import export
from archive.store.dumps.formats import Format, Options
from archive.store.dumps.loading import lines_for
from archive.store.dumps.schemas import line_json_schema
from tests.archive.store.newsroom import BARE


@pytest.fixture(scope="module")
def dump(bare_then_full: Collection, tmp_path_factory: pytest.TempPathFactory) -> Any:
    made: dict[str, Path] = {}

    def in_format(name: Format) -> Path:
        if name not in made:
            made[name] = tmp_path_factory.mktemp(name) / "dump"
            export(bare_then_full, made[name], Options(format=name, partition="year"))
        return made[name]

    return in_format


def alike(kind: Any) -> str:
    """Return one name for the same type in Arrow, DuckDB, polars and pandas (by way of Arrow)."""
    name = str(kind)
    if isinstance(kind, pa.DataType):
        if pa.types.is_list(kind) or pa.types.is_large_list(kind):
            return f"list<{alike(kind.value_type)}>"
        if pa.types.is_struct(kind):
            return "struct<" + ", ".join(f"{part.name}: {alike(part.type)}" for part in kind) + ">"
        return {"large_string": "string", "string_view": "string", "date32[day]": "date"}.get(name, name)
    if name.endswith("[]"):
        return f"list<{alike(name[:-2])}>"
    if name.startswith("STRUCT("):
        parts = re.findall(r'"?(\w+)"? ((?:\w+)(?:\[\])*)(?:, |\)$)', name.removeprefix("STRUCT("))
        return "struct<" + ", ".join(f"{part}: {alike(kind)}" for part, kind in parts) + ">"
    return {
        "VARCHAR": "string",
        "BIGINT": "int64",
        "DOUBLE": "double",
        "BOOLEAN": "bool",
        "DATE": "date",
        "TIMESTAMP WITH TIME ZONE": "timestamp[us, tz=UTC]",
        "TIMESTAMP": "timestamp[us]",
    }[name]


def by_arrow(table: pa.Table) -> tuple[int, dict[str, str], dict[str, int]]:
    """Return rows, types and null counts."""
    return (
        table.num_rows,
        {column.name: alike(column.type) for column in table.schema},
        {name: table[name].null_count for name in table.column_names},
    )


def by_duckdb(sql: str) -> tuple[int, dict[str, str], dict[str, int]]:
    database = duckdb.connect()
    described = database.execute(f"DESCRIBE SELECT * FROM {sql}").fetchall()
    names = [column[0] for column in described]
    counted = ", ".join(f'count(*) - count("{name}")' for name in names)
    row = database.execute(f"SELECT count(*), {counted} FROM {sql}").fetchone()
    assert row is not None
    return row[0], {column[0]: alike(str(column[1])) for column in described}, dict(zip(names, row[1:], strict=True))


def test_parquet_loads_alike_in_four_engines(dump: Any) -> None:
    folder = dump("parquet")
    arrow = by_arrow(ds.dataset(folder / "articles").to_table())
    polars = by_arrow(pl.scan_parquet(folder / "articles/**/*.parquet").collect().to_arrow())
    pandas = pd.read_parquet(folder / "articles", dtype_backend="pyarrow")
    from_pandas = (
        len(pandas),
        {name: alike(kind.pyarrow_dtype) for name, kind in pandas.dtypes.items()},
        {str(name): int(count) for name, count in pandas.isna().sum().items()},
    )

    assert arrow[0] == 1_220
    assert polars == arrow
    assert from_pandas == arrow
    assert by_duckdb(f"'{folder}/articles/**/*.parquet'") == arrow


def test_the_first_thousand_rows_are_null_in_each_optional_column(dump: Any) -> None:
    table = ds.dataset(dump("parquet") / "articles").to_table()
    first = table.slice(0, 1_000)

    assert {name for name in table.column_names if first[name].null_count == 1_000} >= set(BARE)
    assert all(table[name].null_count < 1_220 for name in BARE)


def test_parquet_types_are_those_of_the_schema(dump: Any) -> None:
    told = pa.ipc.open_stream(dump("parquet") / "schema.arrow").schema

    assert ds.dataset(dump("parquet") / "articles").schema.equals(told)
    assert told.equals(article_schema())


def test_json_lines_load_alike_with_the_schema(dump: Any) -> None:
    folder = dump("jsonl")
    schema = pl.read_ipc_stream(folder / "schema.arrow").schema
    polars = by_arrow(pl.scan_ndjson(folder / "articles/**/*.jsonl", schema=schema).collect().to_arrow())
    sql = (folder / "load.sql").read_text().replace("'articles/", f"'{folder}/articles/").replace("'JSON'", "'VARCHAR'")

    assert polars[0] == 1_220
    assert polars[1] == {column.name: alike(column.type) for column in line_schema()}
    assert by_duckdb(f"({sql})") == polars


def test_json_lines_are_valid_by_the_schema_beside_them(dump: Any) -> None:
    import jsonschema

    schema = json.loads((dump("jsonl") / "schema.json").read_text())
    checked = jsonschema.Draft202012Validator(schema)
    parts = sorted((dump("jsonl") / "articles").rglob("*.jsonl"))
    lines = [line for part in parts for line in part.read_bytes().splitlines()]

    assert schema == line_json_schema()
    assert [error.message for line in lines[990:1_010] for error in checked.iter_errors(json.loads(line))] == []


def test_csv_has_the_same_rows_everywhere(dump: Any) -> None:
    path = dump("csv") / "articles"
    polars = pl.scan_csv(path / "**/*.csv", infer_schema=False).collect()
    pandas = pd.concat(
        pd.read_csv(p, dtype=str, keep_default_na=False, na_values=[""]) for p in sorted(path.rglob("*.csv"))
    )
    found = by_duckdb(f"read_csv('{path}/**/*.csv', all_varchar = true, header = true)")

    assert polars.height == len(pandas) == found[0] == 1_220
    assert polars.null_count().row(0, named=True) == pandas.isna().sum().to_dict() == found[2]


def snippets(readme: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", readme, re.DOTALL)


@pytest.mark.parametrize("name", ["parquet", "jsonl", "csv", "ninjs", "jsonld"])
def test_the_python_lines_of_the_readme_run(dump: Any, name: Format) -> None:
    folder = dump(name)
    shown = snippets((folder / "README.md").read_text(), "python")
    tried = [code for code in shown if "spark" not in code and "datasets" not in code]
    program = "\n".join(f"exec({code!r}, {{}})" for code in tried)
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )

    assert tried
    assert ran.returncode == 0, ran.stderr


@pytest.mark.skipif(shutil.which("jq") is None, reason="no jq")
@pytest.mark.parametrize("name", ["jsonl", "ninjs", "jsonld"])
def test_the_jq_lines_of_the_readme_run(dump: Any, name: Format) -> None:
    (code,) = snippets((dump(name) / "README.md").read_text(), "sh")
    ran = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {code}"], cwd=dump(name), capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) > 5


def test_the_sql_lines_of_the_readme_run(dump: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = snippets((dump("parquet") / "README.md").read_text(), "sql")
    monkeypatch.chdir(dump("parquet"))

    assert len(duckdb.sql(code).fetchall()) == 1_220


@pytest.mark.skipif("EMEROTECA_DATASETS" not in os.environ, reason="EMEROTECA_DATASETS=1 with `datasets` installed")
@pytest.mark.parametrize("name", ["parquet", "jsonl"])
def test_the_datasets_lines_of_the_readme_run(dump: Any, name: Format) -> None:
    (code,) = [c for c in snippets((dump(name) / "README.md").read_text(), "python") if "datasets" in c]
    ran = subprocess.run(
        [sys.executable, "-c", code + "\nprint(len(articles))"],
        cwd=dump(name),
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stdout.strip() == "1220", ran.stderr


def test_every_field_stands_in_the_readme(dump: Any) -> None:
    for name in ("parquet", "jsonl"):
        readme = (dump(name) / "README.md").read_text()
        columns = article_schema().names if name == "parquet" else line_schema().names
        assert [column for column in columns if f"| `{column}` |" not in readme] == []


def test_compressed_files_are_named_in_the_lines() -> None:
    shown = lines_for("jsonl", ".jsonl.zst")

    assert "articles/**/*.jsonl.zst" in shown
    assert "zstdcat" in shown
