"""Renderings of a report: data in, pages out. Nothing here queries a database or asks the clock."""
