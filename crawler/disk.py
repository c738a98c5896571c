"""The disk: looked at before a run and every minute of it, so that a run ends while there is room to end well."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive.errors import StorageError

LOOK_SECONDS = 60.0


class DiskWatch:
    """Keeps *reserve* bytes free where *folder* lies."""

    def __init__(self, folder: Path, reserve: int) -> None:
        self._folder = folder
        self._reserve = reserve

    def look(self) -> None:
        """Raise StorageError where less is free."""
        free = shutil.disk_usage(self._folder).free
        if free < self._reserve:
            problem = f"No space left: {free / 1e6:.0f} MB free, {self._reserve / 1e6:.0f} MB are kept in reserve"
            raise StorageError(self._folder, problem)

    def watch(self, reactor: Any, *, over: Callable[[], bool], broken: Callable[[StorageError], None]) -> None:
        """Look every minute until the run is *over*; tell *broken* once where too little is free."""

        def look_again() -> None:
            if over():
                return
            try:
                self.look()
            except StorageError as error:
                broken(error)
                return
            reactor.callLater(LOOK_SECONDS, look_again)

        reactor.callLater(LOOK_SECONDS, look_again)
