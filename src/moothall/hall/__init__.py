"""The front door: home, search, and pages that join what lower stages hold."""
