"""The desk: the gates of the gateway, their switch, and the conversations, handovers and proposals behind them."""
