"""The page that explores one district, month by month."""
