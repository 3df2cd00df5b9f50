"""What gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huoshui.web.settings")
application = get_wsgi_application()

# What was made at the start stays to the end: looking through it for garbage is a twentieth of the time of an answer.
gc.collect()
gc.freeze()
