"""The pages on which the law packs can be read: provisions, their dates, and the calendar ahead."""
