"""From a document to findings: structure by the JSON Schema, then the rules on the bound model."""
