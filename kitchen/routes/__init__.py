"""The kitchen's doors for HTTP."""

from kitchen.routes import screens

BLUEPRINTS = (screens.blp,)
