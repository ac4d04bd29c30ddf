"""The entry file's model: the curator's contract, exported as JSON Schema."""

from communique.loaders.entry.article import Article
from communique.loaders.entry.event import EventEntry
from communique.loaders.entry.registry import Registry
from communique.loaders.entry.rulings import Rulings

__all__ = ["Article", "EventEntry", "Registry", "Rulings"]
