"""WACZ: a collection, or one newspaper's month of it, as a single file for ReplayWeb.page."""
