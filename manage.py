#!/usr/bin/env python
"""Django's own commands for Moothall; people who run a place use the program ``moothall`` instead."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
