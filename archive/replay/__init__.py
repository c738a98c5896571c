"""Replay: show a collection in the browser, by pywb or by ReplayWeb.page. Both are called, neither is imported."""
