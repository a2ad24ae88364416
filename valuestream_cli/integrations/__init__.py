"""Pictures of streams in sites that other programs build; each module is a plugin for one of them."""
