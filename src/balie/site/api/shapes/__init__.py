"""What goes in and comes out of the API, one module per part. Values only; nothing here asks or changes anything."""
