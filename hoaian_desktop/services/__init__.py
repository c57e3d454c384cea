"""What the Union does: verbs over a session."""
