"""The terms on which owners share: quotas, own use, licences and what partners are owed."""

from serai.plan.scheduling.terms.nouns import Licence, OwnUse, SharingPartner, UseQuota

__all__ = ["Licence", "OwnUse", "SharingPartner", "UseQuota"]
