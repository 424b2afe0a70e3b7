"""The words of a policy as people read them, for choices."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from balie.gateway.service import DEFAULT_ACTIONS, Action, Channel, Day, Kind, Response, Rule, Tongue

CHANNELS = [
    (Channel.CHAT.value, _("Chat on a page or in an app")),
    (Channel.MESSAGE.value, _("Messages, such as WhatsApp or e-mail")),
    (Channel.VOICE.value, _("Telephone")),
]
TONGUES = [
    (Tongue.NL.value, _("Dutch")),
    (Tongue.EN.value, _("English")),
    (Tongue.DE.value, _("German")),
    (Tongue.FR.value, _("French")),
]
RESPONSES = [
    (Response.HAND_OVER.value, _("A person takes over")),
    (Response.OFFER.value, _("The bot offers a person")),
    (Response.MARK.value, _("Only the log says so")),
]
DAYS = (
    (Day.MON, _("Monday")),
    (Day.TUE, _("Tuesday")),
    (Day.WED, _("Wednesday")),
    (Day.THU, _("Thursday")),
    (Day.FRI, _("Friday")),
    (Day.SAT, _("Saturday")),
    (Day.SUN, _("Sunday")),
)
KINDS = [
    (Kind.EMAIL.value, _("E-mail addresses")),
    (Kind.IBAN.value, _("IBAN")),
    (Kind.PAYMENT_CARD.value, _("Numbers of payment cards")),
    (Kind.BSN.value, _("BSN")),
    (Kind.PHONE.value, _("Telephone numbers")),
    (Kind.BIRTH_DATE.value, _("Dates of birth")),
    (Kind.LICENCE_PLATE.value, _("Licence plates")),
    (Kind.REFERENCE.value, _("Numbers of your own, such as customer numbers")),
    (Kind.POSTCODE.value, _("Postcodes")),
    (Kind.ADDRESS.value, _("Street addresses")),
    (Kind.NAME.value, _("Names")),
]
RULES = {
    Rule.CLAIMS_HUMAN: _("The bot says that it is a person"),
    Rule.HIDES_AI: _("The bot hides that it is an AI"),
    Rule.URGENCY: _("The bot makes false hurry"),
    Rule.SCARCITY: _("The bot says that something is nearly gone"),
    Rule.GUILT: _("The bot talks somebody into feeling guilty"),
    Rule.SHAME: _("The bot makes somebody feel ashamed"),
    Rule.OBSTRUCTION: _("The bot obstructs cancelling or complaining"),
    Rule.FORBIDDEN_REQUEST: _("The bot asks for data that it may not ask for"),
    Rule.RESERVED_PROMISE: _("The bot promises what only people may promise"),
}
_ACTIONS = {
    Action.MARK: _("Only the log says so"),
    Action.REPLACE: _("Say something else instead"),
    Action.HOLD: _("Hold the answer for a person"),
    Action.STOP: _("Stop the bot in this conversation"),
}
ACTIONS = {
    rule: [
        ("", format_lazy(_("As Balie advises: {action}"), action=_ACTIONS[DEFAULT_ACTIONS[rule]])),
        *((action.value, words) for action, words in _ACTIONS.items()),
    ]
    for rule in Rule
}
