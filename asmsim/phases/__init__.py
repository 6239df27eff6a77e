"""The twelve phases of the month, one a file, named as in ``asmsim.month``.

A phase gathers from the tables, calls rules and books payments; the science is in ``rules/``. What
firm, government and buyers decide is a method of their agents.
"""
