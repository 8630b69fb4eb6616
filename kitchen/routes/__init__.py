"""The kitchen's doors for HTTP."""

from kitchen.routes import screens, settings

BLUEPRINTS = (screens.blp, settings.blp)
