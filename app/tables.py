"""Every table of every room, on one metadata: what migrations and the house tests look at."""

import accounts.models
import inventory.models
import kitchen.models
import membership.models
import pos.models
from core.models import Base

ROOMS = (accounts.models, inventory.models, kitchen.models, membership.models, pos.models)
metadata = Base.metadata
