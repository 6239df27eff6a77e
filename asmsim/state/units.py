"""Units that are facts, not parameters."""

GRAMS_PER_OUNCE = 31.1034768  # troy ounce, by definition
MONTHS = 12  # in a year
DAYS_MONTH = 365.25 / 12
DAYS_WEEK = 7
