"""Public-health statistics with no web in them."""
