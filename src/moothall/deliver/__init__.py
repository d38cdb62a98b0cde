"""Deliver: actions, who leads them, and what came of them."""
