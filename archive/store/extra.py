"""The libraries of the extra ``dumps``: asked for by name, so that who lacks them is told how to get them."""

from importlib.util import find_spec

from archive.errors import UsageError

INSTALL = "pip install 'emeroteca[dumps]'"


def require(what: str, *modules: str) -> None:
    """Raise UsageError, one line, where *what* needs a module that is not installed."""
    missing = [module for module in modules if not is_installed(module)]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise UsageError(f"{what} needs {' and '.join(missing)}, which {verb} not installed: {INSTALL}")


def is_installed(module: str) -> bool:
    """Tell whether *module* can be imported."""
    return find_spec(module) is not None
