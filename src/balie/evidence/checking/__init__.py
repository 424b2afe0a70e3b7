"""Looking through a live database for anything that was changed, dropped, slipped in or put in another order."""
