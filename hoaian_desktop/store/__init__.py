"""The one door to the database: keys, encrypted engine, transactions, change log, migrations and copies."""
