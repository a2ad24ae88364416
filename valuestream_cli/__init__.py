"""Value streams as code: scaffold, validate and draw ITIL 4 value streams."""

__version__ = "0.1.0"
