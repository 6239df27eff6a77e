"""The page that compares stances with the same luck."""
