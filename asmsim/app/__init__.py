"""The browser: pages that explore, compare and show the evidence; the only importer of Solara."""
