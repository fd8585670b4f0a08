"""A monitoring station: do the services perform as promised, here, today?

Files as they come, one at a time, are judged at a known place: served accuracy and availability of each
service, the ranges of each satellite, and alarms.
"""
