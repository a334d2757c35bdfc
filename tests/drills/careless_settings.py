from encore.settings import *  # noqa: F403
from encore.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "tests.drills.careless.Careless"]
