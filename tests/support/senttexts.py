"""Texts of the forms as mail programs and people send them: quoted, forwarded, in HTML, with other marks and names."""

from __future__ import annotations

import base64

__all__ = ["AS_SENT"]

AS_SENT: dict[str, str | bytes] = {
    "a reply with flowed lines.eml": (
        b"From: Ann <ann@example.com>\n"
        b"Subject: Re: Resource: Trust\n"
        b"MIME-Version: 1.0\n"
        b'Content-Type: text/plain; charset="utf-8"; format=flowed\n'
        b"\n"
        b"Done, see below.\n"
        b"\n"
        b"On Tue, 3 Mar 2026 at 10:12, Site <help@example.org> wrote:\n"
        b"> title: Trust at work\n"
        b"> url: https://example.com/t\n"
        b"> type: report\n"
        b"> why: It helps people who are new to \n"
        b"> working together.\n"
        b"> own: no\n"
        b"> suggestion: 1\n"
    ),
    "a forwarded message with German heads": (
        "FYI\n"
        "\n"
        "Von: Ann Lee <ann@example.com>\n"
        "Gesendet: Dienstag, 3. März 2026 10:12\n"
        "An: help@example.org\n"
        "Betreff: Resource: Trust\n"
        "\n"
        "Title: Trust at work\n"
        "Address: https://example.com/t\n"
        "Type: report\n"
        "Who would it help, and how: Managers.\n"
        "Is it yours: yes\n"
    ),
    "an address without its label": (
        "Title: Trust at work\nhttps://example.com/t\n\nWho would it help, and how?: Managers.\n"
    ),
    "no labels at all": ("Trust at work\nhttps://example.com/t\nIt helps managers.\n"),
    "curly quotation marks": (
        "title: “Trust at work”\nurl: “https://example.com/t”\nwhy: It’s good – “really”.\ntype: \u2018report\u2019\n"
    ),
    "two addresses in one answer": (
        "title: Trust at work\n"
        "url: https://example.com/t or as a file https://example.org/t.pdf\n"
        "type: report\n"
        "why: Good.\n"
    ),
    "an address with marks of a newsletter": (
        "title: Trust at work\n"
        "url: https://example.com/t?utm_source=news&utm_medium=email&fbclid=IwAR0abc\n"
        "type: blog\n"
        "why: Good.\n"
    ),
    "an address behind Outlook's safe link": (
        "title: Trust at work\n"
        "url: https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2Ft&dat"
        "a=05%7C01%7Cann%40example.org&sdata=x%3D&reserved=0\n"
        "type: blog\n"
        "why: Good.\n"
    ),
    "an address behind a search result": (
        "title: Trust at work\n"
        "url: https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.com%2Ft&usg=AOvVaw\n"
        "type: blog\n"
        "why: Good.\n"
    ),
    "French with blanks before colons": (
        "Title\xa0: Travailler ensemble\n"
        "Address\xa0: https://example.com/t\n"
        "Type\xa0: report\n"
        "Author\xa0: Gray, Ida\n"
        "Published\xa0: mars 2020\n"
        "Who would it help, and how\xa0? : \xab\xa0Utile\xa0\xbb \xe0 tous.\n"
    ),
    "Welsh in the answers": (
        "title: Cydweithio mewn amseroedd caled\n"
        "url: https://example.com/cy\n"
        "type: report\n"
        "authors: Siân Llŷr; Cyngor Gwynedd\n"
        "published: Mawrth 2020\n"
        "why: Mae’n helpu pawb sy’n dechrau.\n"
        "suggestion: 1\n"
    ),
    "HTML of Outlook as text": (
        "<p class=MsoNormal><b>Title:</b> Trust at work<o:p></o:p></p>\n"
        '<p class=MsoNormal><b>Address:</b>&nbsp;<a href="https://example.com/t"><span style=\'color'
        ":blue'>https://example.com/t</span></a><o:p></o:p></p>\n"
        "<p class=MsoNormal><b>Who would it help, and how?</b> Managers &amp; teams.<o:p></o:p></p>"
        "\n"
    ),
    "a link with other words in HTML.eml": (
        b"Content-Type: text/html; charset=utf-8\n"
        b"\n"
        b'<div dir="ltr">title: Trust at work</div><div>url: <a href="https://example.com/t">Read it'
        b" here</a></div>\n"
        b"<div>type: report</div><div>why: Good.</div>\n"
    ),
    "YAML in the names of people": (
        "title: Trust at work\n"
        "url: https://example.com/t\n"
        "type: report\n"
        'authors: "}, {family: Evil", *a; !!python/name:os.system\n'
        "why: &x Good\n"
        "published: !!int 2020\n"
    ),
    "an override in an address": (
        "title: Trust at work\nurl: https://example.com/\u202etxt.exe\ntype: blog\nwhy: Good.\n"
    ),
    "an e-mail with a large attachment.eml": b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    b"Content-Type: text/plain\n\ntitle: Trust at work\nwhy: Good.\n\n--b\n"
    b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"\x89PNG" * 190_000),
    "a forwarded message of Apple Mail": (
        "Begin forwarded message:\n"
        "\n"
        "> From: Ann Lee <ann@example.com>\n"
        "> Subject: Resource: Trust\n"
        "> Date: 3 March 2026 at 10:12:00 GMT\n"
        "> To: help@example.org\n"
        "> \n"
        "> Title: Trust at work\n"
        "> Address: https://example.com/t\n"
        "> Type: report\n"
        "> Who would it help, and how?: Managers.\n"
        "> \n"
        "> Sent from my iPhone\n"
    ),
    "a signature below two dashes": (
        "title: Trust at work\n"
        "url: https://example.com/t\n"
        "type: report\n"
        "why: Managers.\n"
        "\n"
        "--\n"
        "Dr Ann Lee | University\n"
        "Tel: 0123 456\n"
    ),
    "labels as lines of their own": (
        "Title\n"
        "Trust at work\n"
        "\n"
        "Address\n"
        "https://example.com/t\n"
        "\n"
        "Type\n"
        "report\n"
        "\n"
        "Author\n"
        "No response\n"
        "\n"
        "Who would it help, and how?\n"
        "Managers.\n"
        "\n"
        "Is it yours?\n"
        "Not sure\n"
    ),
    "a table in HTML.eml": (
        b"Content-Type: text/html; charset=utf-8\n"
        b"\n"
        b"<table><tr><td><b>Title</b></td><td>Trust at work</td></tr><tr><td><b>Address</b></td><td>"
        b"https://example.com/t</td></tr>\n"
        b"<tr><td><b>Type</b></td><td>report</td></tr><tr><td><b>Who would it help, and how?</b></td"
        b"><td>Managers.</td></tr></table>\n"
    ),
    "dashes for colons": ("Title – Trust at work\nAddress – https://example.com/t\nType – report\nWhy – Managers.\n"),
    "an address in round brackets": ("title: Trust at work\nurl: (https://example.com/t)\ntype: blog\nwhy: Good.\n"),
    "a DOI with its name before it": (
        "title: Trust at work\nurl: DOI: 10.5555/87654321\ntype: journal article\nwhy: Good.\n"
    ),
    "Windows letters that call themselves Latin-1.eml": (
        b'Content-Type: text/plain; charset="iso-8859-1"\n'
        b"Content-Transfer-Encoding: quoted-printable\n"
        b"\n"
        b"title: Caf=E9 and =93trust=94\n"
        b"url: https://example.com/t\n"
        b"type: blog\n"
        b"why: It=92s good.\n"
    ),
    "a quotation of Gmail in HTML.eml": (
        b"Content-Type: text/html; charset=utf-8\n"
        b"\n"
        b'<div dir="ltr">Please add this one.</div><br><div class="gmail_quote"><div dir="ltr" class'
        b'="gmail_attr">On Tue, 3 Mar 2026 Ann wrote:<br></div>\n'
        b'<blockquote class="gmail_quote" style="margin:0"><div>title: Trust at work<br>url: <a href'
        b'="https://example.com/t" target="_blank">https://example.com/t</a><br>type: report<br>why:'
        b" Managers.<br>suggestion: 1</div></blockquote></div>\n"
    ),
    "quoted by Thunderbird": (
        "Am 03.03.26 um 10:12 schrieb Ann:\n"
        "> > Title: Trust at work\n"
        "> > Address: https://example.com/t\n"
        "> > Type: report\n"
        "> > Who would it help, and how: Managers.\n"
        "> > suggestion: 1\n"
        "\n"
        "Danke!\n"
    ),
    "blank lines below labels": (
        "Title:\n"
        "\n"
        "Trust at work\n"
        "\n"
        "Address:\n"
        "\n"
        "https://example.com/t\n"
        "\n"
        "Type:\n"
        "\n"
        "report\n"
        "\n"
        "Who would it help, and how?:\n"
        "\n"
        "Managers.\n"
    ),
    "a name that no form has": (
        "Title: Trust at work\n"
        "Link: https://example.com/t\n"
        "Type: report\n"
        "Who would it help, and how? Managers.\n"
        "Why: Managers.\n"
    ),
    "stars of Gmail's plain text": (
        "*Title:* Trust at work\n"
        "*Address:* https://example.com/t\n"
        "*Type:* report\n"
        "*Who would it help, and how?* Managers.\n"
    ),
    "a numbered list": (
        "1. Title: Trust at work\n"
        "2. Address: https://example.com/t\n"
        "3. Type: report\n"
        "4. Who would it help, and how: Managers.\n"
    ),
    "answers between quoted questions": (
        "> title:\n"
        "Trust at work\n"
        "> url:\n"
        "https://example.com/t\n"
        "> type:\n"
        "report\n"
        "> why:\n"
        "Managers.\n"
        "> own:\n"
        "no\n"
        "> suggestion: 1\n"
    ),
    "spans of Calibri": (
        '<span style="font-family:Calibri">Title:&nbsp;Trust at work</span><br><span>Address:&nbsp;'
        "https://example.com/t</span><br>Type: report<br>Why: Managers.<br>"
    ),
    "a table from a spreadsheet": (
        "Title\tTrust at work\nAddress\thttps://example.com/t\nType\treport\nWho would it help, and how?\tManagers.\n"
    ),
    "a title that is a link": (
        "<p>Title: <a href='https://example.com/t'>Trust at work</a></p><p>Type: report</p><p>Why: Managers.</p>"
    ),
    "Arabic with marks of direction": (
        "title: \u200f\u0627\u0644\u0642\u064a\u0627\u062f\u0629 "
        "\u0627\u0644\u0645\u0634\u062a\u0631\u0643\u0629\u200f\n"
        "url: https://example.com/ar\n"
        "type: report\n"
        "why: يساعد.\n"
    ),
    "a German quotation": (
        "title: „Trust at work“\n"
        "url: https://example.com/t\n"
        "type: report\n"
        "why: Managers.\n"
        "\n"
        "Von meinem iPhone gesendet\n"
    ),
    "an answer that quotes words": (
        "title: The “trust” and the “power”\nurl: https://example.com/t\ntype: report\nwhy: “Good” and “useful”\n"
    ),
    "a signature above the quotation": (
        "Thanks!\n"
        "-- \n"
        "Ann Lee\n"
        "\n"
        "On Tue, 3 Mar 2026, Site wrote:\n"
        "> title: Trust at work\n"
        "> url: https://example.com/t\n"
        "> type: report\n"
        "> why: Managers.\n"
        "> suggestion: 1\n"
    ),
    "a report with labels": (
        "What is wrong, and what would be right?: The link is dead.\n"
        "The right address, if a link is wrong: https://example.com/joint-work-2?utm_source=x\n"
        "item: resource:joint-work\n"
    ),
    "an address with a port and a query that matters": (
        "title: Trust at work\n"
        "url: https://example.com/t?id=7&utm_medium=email&lang=cy#part\n"
        "type: report\n"
        "why: Managers.\n"
    ),
    "a chat, not a form": "Hi! I - as you know - like this site. Type - what type? Thanks\n",
    "links that never end": "<p>" + "<a href=https://x.example>" * 18_000,
    "links within links": "<p>title: " + "<a href='https://x.example/" + "x" * 900 + "'>y" * 1 + "<a >" * 60_000,
    "bold words that never end": "<p>" + "<b>Title" * 60_000,
    "addresses that never end": "title: A\n" + "(https://" * 50_000,
}
