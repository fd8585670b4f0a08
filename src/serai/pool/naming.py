"""What people call assets, shared-risk groups and parties."""

from __future__ import annotations

from serai.pool.pool import Pool


def asset_name(pool: Pool, asset_id: str) -> str:
    """What people call an asset; a shared-risk group "corridor:red-sea" is "red-sea (corridor)"."""
    if asset_id in pool:
        return pool[asset_id].name
    kind, colon, slug = asset_id.partition(":")
    return f"{slug} ({kind})" if colon else asset_id


def party_name(pool: Pool, party_id: str) -> str:
    """What people call a party; its id where it is no member."""
    party = pool.party(party_id)
    return party_id if party is None else party.name


def brief(name: str) -> str:
    """A name without what stands in brackets behind it.

    >>> brief("Pak-SBAS (payload of PakSat-MM1)")
    'Pak-SBAS'
    """
    return name.partition(" (")[0]
