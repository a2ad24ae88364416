"""The language server: what an editor asks while somebody writes a stream, answered from text that may be broken."""
