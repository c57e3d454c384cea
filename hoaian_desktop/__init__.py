"""hoaian-desktop: the core. Nothing below this package knows Qt."""

__version__ = "0.1.0"
