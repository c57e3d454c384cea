"""Indicators: what the reports count, declared once and counted in SQL."""
