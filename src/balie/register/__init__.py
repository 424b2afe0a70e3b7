"""The register: which AI systems there are, and what is known about them. `service` is its face."""
