"""What the field knows: pure functions without database, interface or clock."""
