"""The province's sample: the discs that sixteen cities hand in, good and bad, to try and to test with."""

from app.demo.province.campaign import HandedIn, ProvinceCampaign
from app.demo.province.make import make_province_demo, province_at

__all__ = ["HandedIn", "ProvinceCampaign", "make_province_demo", "province_at"]
