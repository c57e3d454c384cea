"""The grid in which targets are given."""
