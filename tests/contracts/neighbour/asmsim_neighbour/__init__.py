"""What a neighbour hears: a lever, outcomes and a phase that add to asmsim."""
