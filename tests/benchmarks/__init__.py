"""Speed as ratios against a floor measured in the same run. Never a test that fails on time."""
