"""What Acme adds to vs."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
