"""Widgets that know fields and plain data, never a query."""
