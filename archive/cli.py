"""emeroteca: the one door. Commands are loaded only when named, so that ``--help`` starts fast."""

import atexit
import errno
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from archive import __version__
from archive.commands.table import complain
from archive.errors import ArchiveError, StorageError

# name: (module:attribute, one line of help). The crawler's commands come from an entry point, see pyproject.toml.
_COMMANDS = {
    "check": ("archive.commands.check:check", "Verify WARC files or a whole collection."),
    "diff": ("archive.commands.diff:diff", "Show what changed between two revisions of an article."),
    "export": ("archive.commands.export:export", "Write dumps: Parquet, JSONL, CSV, ninjs, JSON-LD."),
    "extract": ("archive.commands.extract:extract", "Read the articles of anybody's WARC files."),
    "index": ("archive.commands.index:index", "Write or bring up to date the CDXJ index."),
    "list": ("archive.commands.list:list_", "List captures and articles by day, source, section."),
    "pack": ("archive.commands.pack:pack", "Pack a collection as WACZ."),
    "query": ("archive.commands.query:query", "Ask a collection in SQL (DuckDB)."),
    "rebuild": ("archive.commands.rebuild:rebuild", "Make index and articles again from the WARCs alone."),
    "replay": ("archive.commands.replay:replay", "Look at a collection in the browser (pywb)."),
    "report": ("archive.commands.report:report", "Health of sources and runs."),
    "sources": ("archive.commands.sources:sources", "Show, check, learn and draft source profiles."),
    "stats": ("archive.commands.stats:stats", "Plot what a collection holds."),
    "versions": ("archive.commands.versions:versions", "List the revisions of one article."),
}
_CRAWLER_HELP = {
    "crawl": "Capture newspapers, read their articles, store both.",
    "demo": "Serve a small newspaper on loopback, crawl it, show what came out.",
}
_ENTRY_POINTS = "emeroteca.commands"
_SQLITE_FULL = 13
_NOT_WRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT)


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is named."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # what cannot be written is known here, not when Python ends
        except BrokenPipeError:
            # `emeroteca list DIR | head` ends here: nobody reads on. click would make a fault of it.
            _close_stdout()
            raise click.exceptions.Exit(0) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*_COMMANDS, *_CRAWLER_HELP])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _COMMANDS:
            module, _, attribute = _COMMANDS[cmd_name][0].partition(":")
            return _loaded(getattr(import_module(module), attribute))
        from importlib.metadata import entry_points  # brings half of the email package along

        for entry in entry_points(group=_ENTRY_POINTS, name=cmd_name):
            return _loaded(entry.load())
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            # click itself knows only of commands that are loaded.
            like = [] if args[0].startswith("-") else get_close_matches(args[0], self.list_commands(ctx), n=1)
            if not like:
                raise
            raise click.UsageError(f"No such command {args[0]!r}. Did you mean {like[0]!r}?", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, text) for name, (_, text) in _COMMANDS.items()]
        rows += _CRAWLER_HELP.items()
        with formatter.section("Commands"):
            formatter.write_dl(sorted(rows))


def _close_stdout() -> None:
    """Let what is still to be written go nowhere: Python writes it when it ends, and would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_closed_streams() -> None:
    """Let standard streams that were closed (``>&-``) lead nowhere: the next file opened would take their place."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
            setattr(sys, name, os.fdopen(number, "w" if number else "r"))


def _loaded(command: Any) -> click.Command:
    if not isinstance(command, click.Command):
        raise TypeError(f"{command!r} is no click command")
    return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="emeroteca")
def cli() -> None:
    """Archive newspapers: byte-exact WARC capture, and the articles as JSON beside it.

    \b
    emeroteca demo                                     see it work, offline
    emeroteca crawl https://www.example.org/news/ --collection mynews
    emeroteca list mynews
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; end the process with its exit code, and with one clear line where it failed."""
    # At its end Python looks for garbage among all that was ever imported: 0.08 s after a crawl.
    atexit.register(gc.freeze)
    _open_closed_streams()
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        # A headline in Greek on a terminal in Latin-1 is shown by numbers; it is no reason to end.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(list(sys.argv[1:] if arguments is None else arguments), standalone_mode=False)
    except click.Abort:
        sys.exit(10)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ArchiveError as error:
        complain(f"emeroteca: {error}")
        sys.exit(error.exit_code)
    except OSError as error:
        not_writable = error.errno in _NOT_WRITABLE
        if error.filename is not None:
            complain(f"emeroteca: {error.filename}: {error.strerror}")
        elif not_writable:  # a write that fails knows no name: of standard output, most of all
            complain(f"emeroteca: the output: {error.strerror}")
            _close_stdout()
        elif error.errno == errno.ENOENT:  # no $TMPDIR
            complain(f"emeroteca: {error.strerror}")
            not_writable = True
        else:
            raise
        sys.exit(StorageError.exit_code if not_writable else 1)
    except Exception as error:
        if getattr(error, "sqlite_errorcode", None) != _SQLITE_FULL:
            raise
        complain(f"emeroteca: {error}; temporary files lie in $TMPDIR")
        sys.exit(StorageError.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
