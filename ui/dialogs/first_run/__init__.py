"""Making a new book: five pages from the unit to the recovery sheet."""
