"""The words that people agree to. They are shown as they are, never in a translation by a program or by us."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CONSENT_WORDS", "LANGUAGE"]

LANGUAGE = "en-GB"

CONSENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "free": "Taking part is up to you. Nothing depends on it, and we tell no one at your work.",
        "leave_out": "Please leave out other people's names, and anything about someone's health.",
        "asks": "Who is asking:",
        "read": "What happens to answers: notice",
        "answer": "Your answer",
        "people": "How many people does it come from?",
        "people_note": "Each one answers the next questions alone. If anyone says no, write it again without them.",
        "scope": "What may we do with your answer?",
        "listen": "Listen only.",
        "listen_note": "We read it, count it, and look for what answers have in common. No one else sees your words.",
        "quote": "Quote me.",
        "quote_note": "The same; and we may show short pieces of it on this site and in the lessons here.",
        "publish": "Publish it.",
        "publish_note": "The same; and anyone may read all of it on this site.",
        "shown": "How may we show you?",
        "anonymous": "No name.",
        "anonymous_note": "Someone who knows the story may still guess.",
        "role": "My kind of work.",
        "role_note": "Colleagues may guess.",
        "role_choice": "Kind of work",
        "name": "My name.",
        "name_choice": "Your name",
        "extras": "Two extras, and until when?",
        "translate": "You may put my words into other languages. We say that it is our translation.",
        "take_away": "You may put short pieces into files that people download. We can't fetch those back later.",
        "until": "Until when? After that we take it down without your having to ask.",
        "two_years": "Two years",
        "other_date": "Another date",
        "adult": "Do you agree?",
        "adult_tick": "I am 18 or over, I have read what we wrote, and I agree to what I chose.",
        "check": "Check your answer",
        "receipt": "Your receipt",
        "receipt_note": "Save it first. With the code in it you can take your answer back, any time, without a reason.",
        "send_note": "Nothing has left your phone until you press Send in your own mail.",
        "continue": "Continue",
        "back": "Back",
        "change": "Change",
        "make": "Make my receipt",
        "save_receipt": "Save my receipt",
        "save_sheet": "Save my answer",
        "share": "Send it",
        "mail": "Write the mail",
        "mail_note": "Add the saved answer to the mail as a file.",
        "choose": "Please choose one.",
        "choose_kind": "Please choose your kind of work.",
        "write_name": "Please write your name.",
        "write_answer": "Please write your answer first.",
        "tick": "Please tick the box, if you agree.",
        "pick_date": "Please choose a day after today.",
        "person": "Person",
        "words": "words",
        "closed": "This call has closed. It takes no more answers.",
    }
)
