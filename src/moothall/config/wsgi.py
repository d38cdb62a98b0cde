"""The WSGI application that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

from moothall.kit.checks import require_safe_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.config.settings")
application = get_wsgi_application()
require_safe_settings()  # a server started past `moothall serve` is refused a laptop's defaults too
