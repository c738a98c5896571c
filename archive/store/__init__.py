"""Where articles, their revisions and the state that can be rebuilt are kept."""
