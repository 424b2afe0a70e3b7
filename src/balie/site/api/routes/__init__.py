"""The operations of the API, one module per part. Each calls what the page about the same thing calls."""
