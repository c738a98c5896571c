"""Read spoilt pages and WARC files for a while and tell what went wrong.

    python -m tests.fuzz --seconds 600 --seed 1     hostile pages, then mutations from seed 1 on
    python -m tests.fuzz --only 4711                one of them again
    python -m tests.fuzz --only 4711 --show         its bytes, on standard output

Each is read in a worker process with limits of time and memory (archive.workers). Exit code 1 where something was
found: an exception that is not our own, a page of more than 10 s, a line that is not read back, a text with controls.
"""

import argparse
import itertools
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator

from archive.workers import WorkerPool
from tests.fuzz.pages import HOSTILE
from tests.fuzz.trial import MAX_SECONDS, Trial, page_of, try_seed

_NEXT_RUN = 1_000_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one seed, or the name of a hostile page")
    parser.add_argument("--show", action="store_true", help="write the bytes instead of reading them")
    options = parser.parse_args()
    if options.only:
        return _once(int(options.only) if options.only.isdigit() else options.only, show=options.show)
    os.nice(10)
    end = time.monotonic() + options.seconds
    # Wall time, on a machine that may be busy: the trial itself counts its CPU time.
    pool = WorkerPool("tests.fuzz.trial:try_seed", 1, timeout_seconds=6 * MAX_SECONDS)
    found: Counter[str] = Counter()
    count, slowest = 0, [("", 0.0)]
    for outcome in pool.ordered(_jobs(options.seed, end), ahead=16):
        trial: Trial | None = outcome.result
        count += 1
        if trial is not None:
            slowest = sorted([*slowest, (trial.what, trial.seconds)], key=lambda one: -one[1])[:8]
        for fault in (outcome.problem,) if trial is None else trial.faults:
            kind = f"{fault}".splitlines()[-1][:60]
            found[kind] += 1
            if found[kind] <= 3:
                print(f"{outcome.job}: {fault}\n", flush=True)
    pool.close()
    print(f"{count} read, {sum(found.values())} faults of {len(found)} kinds")
    print("slowest: " + ", ".join(f"{what} {seconds:.2f} s" for what, seconds in slowest if what))
    return 1 if found else 0


def _jobs(seed: int, end: float) -> Iterator[int | str]:
    yield from HOSTILE
    yield from itertools.takewhile(lambda _: time.monotonic() < end, itertools.count(seed * _NEXT_RUN))


def _once(job: int | str, *, show: bool) -> int:
    if show:
        sys.stdout.buffer.write(HOSTILE[job]() if isinstance(job, str) else page_of(job))
        return 0
    trial = try_seed(job)
    print(f"{trial.what}: {trial.seconds:.2f} s")
    print("\n".join(trial.faults))
    return 1 if trial.faults else 0


if __name__ == "__main__":
    sys.exit(main())
