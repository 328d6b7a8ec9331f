"""予約: applications, bookings, blocks, and the holds that make a double booking impossible."""

from uketsuke.bookings.models.blocks import PASSING, Block, BlockReason, BlockState, Hold
from uketsuke.bookings.models.reductions import Certificate, ReductionRequest, ReductionState
from uketsuke.bookings.models.rules import DrawDates, ReceptionRules, ReductionsBy
from uketsuke.bookings.models.uses import Application, Booking, Draft, Purpose, Request

__all__ = [
    "PASSING",
    "Application",
    "Block",
    "BlockReason",
    "BlockState",
    "Booking",
    "Certificate",
    "Draft",
    "DrawDates",
    "Hold",
    "Purpose",
    "ReceptionRules",
    "ReductionRequest",
    "ReductionState",
    "ReductionsBy",
    "Request",
]
