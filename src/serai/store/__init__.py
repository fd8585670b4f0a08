"""What was asked, kept, agreed and came: requests, holds and orders across owners."""

from serai.store.holds import TO_COORDINATOR, Coordinator, Decision, Grip, Message, Owner, Word

__all__ = ["TO_COORDINATOR", "Coordinator", "Decision", "Grip", "Message", "Owner", "Word"]
