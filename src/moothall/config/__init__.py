"""Settings and wiring of the site; nothing but wiring."""
