"""The gateway: what the law asks of a live conversation, enforced between the customer and the bot."""
