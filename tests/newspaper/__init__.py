"""A small newspaper on loopback, scripted to the byte."""
