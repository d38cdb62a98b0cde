"""The settings of the site with the slow application installed; only tests of migrations use them."""

from moothall.config.settings import *  # noqa: F403
from moothall.config.settings import INSTALLED_APPS as SITE_APPS

INSTALLED_APPS = [*SITE_APPS, "tests.cli.slow_migrations.apps.SlowConfig"]
