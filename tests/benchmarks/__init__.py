"""What a crawl costs, beside other ways to do it: ``python -m tests.benchmarks`` (docs/speed.md)."""
