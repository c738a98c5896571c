"""For all tests: Hypothesis sets no time for an example; on a busy machine it would be the neighbours' fault."""

from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
