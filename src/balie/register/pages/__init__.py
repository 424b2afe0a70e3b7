"""Pages of the register: views, their forms, and what they show as tables of values."""
