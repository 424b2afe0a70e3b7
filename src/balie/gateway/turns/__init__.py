"""The turn API, and the doors of the widget: conversations that Balie itself keeps."""
