"""How the world works: one process a file, named as in the month; functions over tables."""
