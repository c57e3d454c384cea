"""The import wizard: one module for each step, one for the grid's rows, one for what holds them together."""
