"""Connect: voice, messages, data and broadcast over satellites, cables and land fibre."""

from serai.connect.answer import ConnectAnswer
from serai.connect.fittings import Beam, CableSegment, Messenger, Site
from serai.connect.request import LinkRequest
from serai.connect.service import Connect

__all__ = ["Beam", "CableSegment", "Connect", "ConnectAnswer", "LinkRequest", "Messenger", "Site"]
