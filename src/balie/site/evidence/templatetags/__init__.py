"""What the templates of the logs can say."""
