"""The demo: a small newspaper that is served on loopback, so that emeroteca can be seen at work without a network."""
