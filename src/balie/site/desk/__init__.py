"""The pages of the desk: the inbox where people help customers, the board of who leads, and proposals to decide on."""
