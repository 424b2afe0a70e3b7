"""Pages about the gateway: where an AI system stands in it, its policy, its keys, and the switch that stops it."""
