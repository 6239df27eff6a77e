"""The tables of a district: who and what is there, column by column."""
