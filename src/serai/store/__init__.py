"""What was asked, kept, agreed and came: requests, holds and orders across owners."""

from serai.store.holds import Coordinator, Decision, Grip, Message, Owner, Word

__all__ = ["Coordinator", "Decision", "Grip", "Message", "Owner", "Word"]
