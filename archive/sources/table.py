"""One table of a profile, read key by key; what is wrong is told with its key and the way out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.errors import ProfileError
from archive.sources.checks import duration_problem, nearest, read_duration, shown

_MAX_WORDS = 1_000


@dataclass(slots=True)
class Table:
    """One table of a profile; each ``take`` removes a key, what is left at the end was not known."""

    path: Path
    name: str
    rest: dict[str, Any]
    known: list[str]

    @classmethod
    def of(cls, value: object, path: Path, name: str) -> "Table":
        if not isinstance(value, dict):
            raise ProfileError(path, name, f"{shown(value)} is no table; write [{name}] and its keys below")
        return cls(path, name, dict(value), [])

    def key(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def fail(self, key: str, problem: str) -> ProfileError:
        return ProfileError(self.path, self.key(key), problem)

    def take(self, key: str) -> Any:
        self.known.append(key)
        return self.rest.pop(key, None)

    def table(self, key: str) -> "Table":
        value = self.take(key)
        return Table.of({} if value is None else value, self.path, self.key(key))

    def text(self, key: str, check: Callable[[str], str | None] | None = None) -> str | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, f'{shown(value)} is no text; write {key} = "..."')
        if check and (problem := check(value)):
            raise self.fail(key, problem)
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str | None:
        value = self.text(key)
        if value is None:
            return default
        if value not in allowed:
            raise self.fail(key, f"{value!r} is none of {', '.join(allowed)}{nearest(value, allowed)}")
        return value

    def texts(self, key: str, check: Callable[[str], str | None] | None = None) -> tuple[str, ...]:
        """Return a list of texts; one text alone is a list of one."""
        value = self.take(key)
        if value is None:
            return ()
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list):
            raise self.fail(key, f'{shown(value)} is no list of texts; write {key} = ["..."]')
        if len(values) > _MAX_WORDS:
            raise self.fail(key, f"{len(values)} entries; {_MAX_WORDS} at the most")
        for i, item in enumerate(values):
            if not isinstance(item, str) or not item.strip():
                raise self.fail(f"{key}[{i}]", f"{shown(item)} is no text")
            if check and (problem := check(item)):
                raise self.fail(f"{key}[{i}]", problem)
        return tuple(values)

    def number(self, key: str, least: float, most: float) -> float | None:
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self.fail(key, f"{shown(value)} is no number from {least:g} to {most:g}")
        return value

    def whole(self, key: str, least: int, most: int) -> int | None:
        value = self.number(key, least, most)
        if value is not None and value != int(value):
            raise self.fail(key, f"{shown(value)} is no whole number")
        return None if value is None else int(value)

    def duration(self, key: str) -> timedelta | None:
        value = self.text(key, duration_problem)
        return None if value is None else read_duration(value)

    def day(self, key: str) -> date | None:
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.fail(key, f"{shown(value)} is no day; write {key} = 2024-03-01")
        return value

    def done(self) -> None:
        """Raise for a key that nothing reads: a profile must not carry words that do nothing."""
        for key in self.rest:
            allowed = sorted(self.known)
            raise self.fail(key, f"no such key{nearest(key, allowed)}; allowed here: {', '.join(allowed)}")
