"""The example bot: answers questions from help texts of the invented energy supplier, in the protocol of OpenAI."""
