"""The bot behind the gateway, reached in the OpenAI protocol."""
