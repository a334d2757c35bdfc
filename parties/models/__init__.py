from parties.models.absences import Absence
from parties.models.access import ApiToken, Membership
from parties.models.messages import Message
from parties.models.opening import VenueHours
from parties.models.parties import Party, Room, Venue
from parties.models.users import User

__all__ = ["Absence", "ApiToken", "Membership", "Message", "Party", "Room", "User", "Venue", "VenueHours"]
