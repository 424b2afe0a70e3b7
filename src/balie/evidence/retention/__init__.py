"""How long entries and content stay, and letting them go when that is over."""
