"""OpenAI chat completions: the shapes of its requests, answers and errors, and the handler that guards them."""
