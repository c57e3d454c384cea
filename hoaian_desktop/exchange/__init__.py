"""What comes in from other people's files, and what goes out to them."""
