"""SBAS: logs to messages with their parity checked, and messages to records, L1 and L5 DFMC."""

from serai.formats.sbas.logs import SbasLog, read_sbas_log
from serai.formats.sbas.messages import Heard, decoded, messages

__all__ = ["Heard", "SbasLog", "decoded", "messages", "read_sbas_log"]
