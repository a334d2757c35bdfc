from parties.models.access import ApiToken, Membership
from parties.models.messages import Message
from parties.models.parties import Party, Room, Venue
from parties.models.users import User

__all__ = ["ApiToken", "Membership", "Message", "Party", "Room", "User", "Venue"]
