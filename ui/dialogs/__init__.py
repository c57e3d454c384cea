"""Windows beside the main one: beginning, unlocking, and what the menus open."""
