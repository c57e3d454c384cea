"""The interface: Qt widgets over the core; it never speaks to the database itself."""
