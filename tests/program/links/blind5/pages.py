"""Pages that are gone in words not listed before, names with new owners, and living pages that look like them."""

from __future__ import annotations

from learning_pathway.catalogue.types import Access, ResourceType
from links.laboratory.case import Case, html, page, prose, replies

TITLE = "Shared power, shared work"
FINE = ("moved",)
GONE = ("drifted", "broken")
TALK = {"type": ResourceType.VIDEO, "title": "A talk on trust"}
SHOW = {"type": ResourceType.AUDIO, "title": "Talking of trust"}
TAKEN = {"path": "/", "title": "Sandpiper Toolkit"}


def lost(language: str, heading: str, text: str) -> Case:
    """A page not found, with 200, of a site that answers 404 to addresses that cannot exist."""
    return Case(f"lost-{language}", "hollow", page("Sandpiper", text, heading=heading, language=language), GONE)


LOST = [
    lost("fi", "Sivua ei löytynyt", "Hakemaasi sivua ei ole olemassa tai se on siirretty. Palaa etusivulle."),
    lost("el", "Η σελίδα δεν βρέθηκε", "Η σελίδα που αναζητάτε δεν υπάρχει ή έχει μετακινηθεί."),  # noqa: RUF001
    lost("hu", "Az oldal nem található", "A keresett oldal nem létezik, vagy áthelyezték."),
    lost("nb", "Vi fant ikke siden", "Siden du leter etter finnes ikke, eller den er flyttet."),
    lost("uk", "Сторінку не знайдено", "Сторінка, яку ви шукаєте, не існує або була переміщена."),  # noqa: RUF001
    lost("vi", "Không tìm thấy trang", "Trang bạn tìm không tồn tại hoặc đã bị xóa."),
    lost("he", "הדף לא נמצא", "הדף שחיפשת אינו קיים או שהועבר לכתובת אחרת."),
    lost("ro", "Pagina nu a fost găsită", "Ne pare rău, pagina căutată nu există sau a fost mutată."),
]

GONE_PAGES = [
    Case(
        "handle-cannot-be-found",
        "hollow",
        page(
            "HDL.NET Services",
            "The handle you requested -- 10419/8812 -- cannot be found. Please contact the site.",
            heading="Not Found",
        ),
        GONE,
        path="/10419/8812",
    ),
    Case(
        "show-taken-out",
        "hollow",
        page("Talking of trust", "This show has been removed from the catalogue.", heading="Talking of trust"),
        (*GONE, "removed-video"),
        **SHOW,
    ),
    Case(
        "account-terminated",
        "removed-video",
        page(
            "Video",
            "This video is no longer available because the account associated with this video has been terminated.",
            heading="",
        ),
        ("hollow", "drifted"),
        **TALK,
    ),
    Case(
        "slides-removed",
        "hollow",
        page(TITLE, "This presentation has been removed at the request of its author.", heading=TITLE),
        (*GONE, "removed-video"),
    ),
    Case(
        "shared-file-not-there",
        "hollow",
        page(
            "Drive",
            "Sorry, the file you have requested does not exist. Make sure that you have the correct URL and that "
            "the file exists.",
            heading="",
        ),
        GONE,
    ),
    Case(
        "under-construction-french",
        "hollow",
        page(
            "Bientôt en ligne",
            "Notre nouveau site est en construction. Revenez bientôt !",
            heading="Site en construction",
            language="fr",
        ),
        (*GONE, "unwell"),
    ),
    Case(
        "runtime-error-200",
        "unwell",
        replies(
            200,
            html(
                "Runtime Error",
                "An application error occurred on the server. The current custom error settings prevent the "
                "details from being viewed.",
                heading="Server Error in '/' Application.",
            ),
        ),
        ("hollow", "broken"),
    ),
    Case(
        "unexpected-error-200",
        "unwell",
        replies(200, b"The website encountered an unexpected error. Please try again later."),
        ("hollow", "broken"),
    ),
    Case(
        "something-went-wrong-200",
        "unwell",
        replies(
            200,
            html(
                "Sandpiper",
                "We've been notified about this issue and we'll take a look at it shortly.",
                heading="We're sorry, but something went wrong.",
            ),
        ),
        ("hollow", "broken"),
    ),
]

NAMES = [
    Case(
        "name-held-japanese",
        "hollow",
        replies(
            200,
            html(
                "sandpiper.example",
                "このドメインはお名前ドットコムで取得されています。ドメインの購入はこちら。",
                heading="",
                language="ja",
            ),
        ),
        GONE,
        **TAKEN,
    ),
    Case(
        "name-for-sale-russian",
        "hollow",
        replies(
            200,
            html("Домен sandpiper.example продаётся", "Купить домен. Сделать предложение владельцу.", language="ru"),
        ),
        GONE,
        **TAKEN,
    ),
    Case(
        "name-for-sale-polish",
        "hollow",
        replies(
            200,
            html(
                "sandpiper.example - oferta sprzedaży domeny",
                "Ta domena jest na sprzedaż. Złóż ofertę kupna domeny.",
                language="pl",
            ),
        ),
        GONE,
        **TAKEN,
    ),
    Case(
        "taken-by-thai-betting",
        "hollow",
        replies(
            200,
            html(
                "Sandpiper Toolkit บาคาร่าออนไลน์ สล็อตเว็บตรง",
                "สมัครสมาชิกใหม่รับโบนัสทันที สล็อตออนไลน์ บาคาร่า แทงบอล ฝากถอนไม่มีขั้นต่ำ " * 12,
                language="th",
            ),
        ),
        GONE,
        **TAKEN,
    ),
    Case(
        "taken-by-essay-mill",
        "hollow",
        replies(
            200,
            html(
                "Sandpiper Toolkit | Best Essay Writing Service",
                "Pay someone to write my paper. Cheap essay writing service, buy essays online, write my essay "
                "for me, order your research paper now. " * 8,
                heading="Write my essay for me",
            ),
        ),
        GONE,
        **TAKEN,
    ),
]

ALIVE = [
    Case(
        "banner-about-an-earlier-edition",
        "ok",
        page(TITLE, "This guidance replaces the 2015 edition, which was withdrawn on 3 May 2019. " + prose("now", 200)),
        FINE,
        access=Access.FREE,
    ),
    Case(
        "list-has-withdrawn-things",
        "ok",
        page(
            TITLE,
            prose("now", 200),
            body="<h2>Related</h2><ul><li>Local growth toolkit (this guidance was withdrawn on 2 May "
            "2019)</li><li>Withdrawn: Notes for boards</li></ul>",
        ),
        FINE,
    ),
    Case(
        "banner-of-another-collection",
        "ok",
        page(
            TITLE,
            prose("now", 150),
            body="<aside>Our page on school meals has been withdrawn. See School food.</aside>",
        ),
        FINE,
    ),
    Case(
        "repository-archived",
        "ok",
        page(
            "sandpiper/toolkit",
            "This repository has been archived by the owner on 4 Mar 2023. It is now read-only. "
            + prose("readme", 150),
        ),
        FINE,
        title="Sandpiper toolkit",
        path="/sandpiper/toolkit",
    ),
    Case(
        "journal-ended",
        "ok",
        page(TITLE, "This journal ceased publication in 2018 and is no longer published. " + prose("paper", 250)),
        FINE,
    ),
    Case(
        "registration-closed-recording-here",
        "ok",
        page(
            "A talk on trust",
            "Registration for this event is closed. Watch the recording. " + prose("event", 80),
            body="<iframe src='https://player.example/1'></iframe>",
        ),
        FINE,
        **TALK,
    ),
    Case(
        "consultation-concluded",
        "ok",
        page(TITLE, "This consultation has concluded. Read the outcome below. " + prose("outcome", 150)),
        FINE,
    ),
    Case(
        "reader-says-not-found",
        "ok",
        page(
            TITLE,
            prose("post", 250),
            body="<h2>Comments</h2><p>Ann: the second link says 404 page not found, can you fix it?</p><p>Bob: "
            "this page no longer exists for me either.</p>",
        ),
        FINE,
    ),
    Case(
        "course-archived-but-open",
        "ok",
        page(TITLE, "This course is archived. You can still enrol and view its materials. " + prose("course", 120)),
        FINE,
    ),
    Case(
        "book-out-of-stock",
        "ok",
        page(TITLE, "Paperback, 220 pages. Currently out of stock. Sandpiper Trust. " + prose("blurb", 60)),
        FINE,
        type=ResourceType.BOOK,
    ),
    Case(
        "superseded-but-here",
        "ok",
        page(
            TITLE,
            "This report has been superseded by our 2024 edition. The 2019 edition remains available below. "
            + prose("report", 150),
        ),
        FINE,
    ),
    Case(
        "title-in-json-only",
        "ok",
        page(
            "Journal",
            prose("body", 250),
            heading="",
            head=f'<script type="application/ld+json">{{"@type":"Article","headline":"{TITLE}"}}</script>',
        ),
        FINE,
    ),
]

CASES = [*LOST, *GONE_PAGES, *NAMES, *ALIVE]
