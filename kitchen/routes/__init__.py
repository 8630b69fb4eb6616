"""The kitchen's doors for HTTP."""

from kitchen.routes import alarms, screens, settings, times

BLUEPRINTS = (screens.blp, settings.blp, alarms.blp, times.blp)
