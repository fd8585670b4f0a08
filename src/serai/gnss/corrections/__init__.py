"""Positions with corrections sent by others: SBAS L1 and L5, PPP-B2b, RTCM state space."""
