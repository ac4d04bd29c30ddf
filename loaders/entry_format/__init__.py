"""Define the model of the entry files: the curator's contract, exported as JSON Schema."""

from communique.loaders.entry_format.article import Article
from communique.loaders.entry_format.event import EventEntry
from communique.loaders.entry_format.registry import Registry
from communique.loaders.entry_format.rulings import Rulings

__all__ = ["Article", "EventEntry", "Registry", "Rulings"]
