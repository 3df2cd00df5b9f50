"""Actor, wall, action, states, errors, clock, paging. No business words."""
