"""Health and safety programs for Canadian companies, from one intake to Word and PDF."""
from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("safety-manual")
except PackageNotFoundError:  # run from a checkout that was not installed
    __version__ = "0"
