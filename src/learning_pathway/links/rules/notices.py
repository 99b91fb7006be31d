"""What notices say of a resource that is gone, and what else a page says of it, as patterns for bare text."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["A_PART", "MORE", "NOTICES", "OTHER", "STILL", "THING", "THIS_ELSEWHERE", "TO_READ", "WE_REMOVED"]

THING: Final = (
    r"(?:publication|report|document|resource|article|course|toolkit|tool kit|guide|guidance|page|content|paper|item|"
    r"event|edition|version|title|work|book|booklet|handbook|video|recording|site|website|material|file|programme|"
    r"program|webinar|post|study|briefing|brief|review|dataset|podcast|episode|lesson|module|manual|form|policy|"
    r"consultation|record|entry|piece|essay|story|press release|leaflet|framework|standard|statement|presentation|"
    r"slide|slideshow|slide deck|deck|talk|lecture|film|clip|chapter|thesis|preprint|manuscript|poster|infographic|"
    r"newsletter|template|worksheet|workbook|notebook|interview)s?"
)
MORE: Final = (
    r"(?:project|app|show|series|session|issue|question|answer|map|image|photo|survey|exercise|quiz|speech|track|album|"
    r"playlist|repository|stream|broadcast|collection)s?"
)
"""Things that end or are withdrawn without their page: only when one is said not to be here is the resource gone."""
OTHER: Final = (
    r"(?:old|older|former|previous|earlier|last|other|paper (?:version|copy|copies|edition|form)|printed|print|first|"
    r"second|third|draft|beta|(?:19|20)\d\d)"
)
"""Words that tell another edition from the one that is shown."""
WE_REMOVED: Final = re.compile(
    # It begins with letters and then looks back, so that texts without them are passed over fast.
    r"we(?<!\wwe)(?:ve| have| decided to| had to)? "
    r"(?:retired?|withdraw|withdrawn|withdrew|removed?|deleted?|unpublished?)"
    rf" this (?!years?\b)(?:\w+ ){{0,2}}?{THING}\b"
)
_HERE: Final = (
    rf"^(?:\w+ ){{0,4}}?(?:this|these|our|the) (?!{OTHER}\b)(?:\w+ ){{0,2}}?"
    rf"(?P<thing>{THING}|service|tool|survey|poll|questionnaire|quiz|exhibition|game|competition)"
)
_IT: Final = rf"(?P<thing>{THING})"
_WHO: Final = (
    r"(?:(?:the|its|our|their) )?(?:shows?|podcasts?|channels?|stations?|labels?|artists?|speakers?|"
    r"publishers?|owners?|authors?|creators?|makers?|uploaders?|hosts?|producers?|"
    r"editors?|journal|broadcaster|rights holders?|team|board|university|company|organi[sz]ation|charity|trust)"
)
_TAKE_AWAY: Final = (
    r"(?:pull(?:ed)?|scrap(?:ped)?|axed?|drop(?:ped)?|remove[ds]?|delete[ds]?|withdr(?:aw|ew|awn)|retired?|unpublish(?:ed)?|"
    r"unlist(?:ed)?|hid(?:den)?|bin(?:ned)?|recall(?:ed)?|"
    r"rescind(?:ed)?|revoked?|shelved?|cancel(?:led)?|erased?|wiped?|lost|"
    r"discontinued?|ceased|stop(?:ped)? (?:offering|publishing|hosting|sharing))"
)
NOTICES: Final = (
    rf"{_HERE} (?:(?:that|which|you) (?:\w+ ){{1,6}}?)?(?:is|are|has|have|was|were) "
    r"(?:now |been |since |permanently |temporarily ){0,3}(?:had to be )?(?:been )?(?:closed|ended|removed|deleted"
    r"|taken down|taken offline|taken away|offline|withdrawn|retired|unpublished|gone|expired|switched off"
    r"|turned off|suppressed|shut down)"
    r"(?: (?:on|in|at|for|by|from|while|because|and|now|permanently|due|following|since|as|pending)\b.*)?$",
    rf"{_HERE} (?:\w+ ){{0,5}}?(?:isnt|arent|not|no longer) (?:currently |now )?(?:here|available|accessible|online"
    r"|published|on this (?:site|website|page))(?: (?:any ?more|at the moment|right now|at this time|here|now|today"
    r"|to the public))?(?:$| (?:while|because|so|as|and|please|contact)\b)",
    rf"\bwe(?:re| are)? (?:no longer|dont|do not|not) (?:publish|offer|host|provid|show|hav|shar|run)(?:e|n?ing)? "
    rf"(?:this|the) {_IT}",
    r"(?:^|\b(?:this|the|it) (?:\w+ ){0,6}?)(?:is|are) no longer (?:accepting|taking|open (?:for|to)) "
    r"(?:(?:any|new|your|further) )?(?P<thing>)(?:responses|answers|entries|submissions)\b",
    r"\bwe(?:ve| have)? (?:had to |decided to )?(?:take|taken|took|switched|turned|pulled|shut|stood) "
    r"(?:this|the|it) ?"
    r"(?P<thing>)(?:\w+ ){0,3}?(?:down|offline|off|away)\b",
    rf"\b{_WHO}(?: has| have)? (?:took|taken|pulled|put) (?:this|the|it) ?(?P<thing>{THING}|)(?: \w+)? "
    r"(?:down|off|offline|away)\b",
    rf"{_HERE} (?:does not|doesnt|do not|dont|no longer) (?:runs?|exists?|works?|operates?|takes? place)"
    r"(?:$| (?:any ?more|any longer|and|please|here|now)\b)",
    r"\b(?P<thing>)(?:is|was|were|has been|have been) (?:taken|pulled|removed|deleted) (?:off|from) (?:our|the|this) "
    r"(?:web)?(?:site|pages|web|shelves|catalogue|servers?)\b",
    r"\bwe (?:cannot|cant|can no longer|could not|are (?:not able|unable) to|may (?:not|no longer)) (?:show|offer|"
    r"share|provide|publish|host|display|give|supply|sell|lend)(?: you)? "
    rf"(?:this|it|copies|the)(?: (?P<thing>{THING}))?\b",
    rf"\bthe {_IT} (?:that )?you (?:want|wanted|need|asked for|requested|are looking for|were looking for)\b"
    r".*\b(?:no longer|isnt|is not|removed|deleted|gone)\b",
    rf"{_HERE} can (?:no longer|not|not any more) be (?:shown|read|viewed|accessed|downloaded|opened)\b",
    r"\b(?P<thing>)(?:this|it|these|they)(?: \w+)? can no longer be "
    r"(?:\w+ed|shown|read|heard|seen|found|lent|given)\b",
    rf"\b(?:this|the|our|its) (?:\w+ ){{0,4}}?{_IT} (?:is|are|was|were|has been|have been) (?:now )?(?:made )?"
    r"(?:inaccessible|unavailable|private|hidden)\b",
    rf"{_HERE} (?:is|are) not being (?:shown|published|shared|offered|hosted|run)\b",
    r"\basked us (?:not to (?:carry|show|publish|host|share|offer)|to (?:remove|withdraw|delete|take down)) "
    rf"(?:this|the|it) ?(?P<thing>{THING}|)\b",
    r"\bthere is (?:currently |now )?no (?:text|content|page|article) (?:in|on|at|for|with) "
    r"this (?P<thing>page|title|name)\b",
    rf"{_HERE} had to be (?:taken (?:away|down|offline)|removed|withdrawn|deleted|closed)\b",
    r"\bthis (?P<thing>site|website|page|service|tool) (?:is|has) (?:now |been )*(?:closed|shut|ended)(?: down)?"
    r"(?! (?:on|to|for|at|every|between)\b)",
    rf"\baccess to (?:this|the) {_IT} (?:has |was )?(?:ended|expired|closed|been withdrawn)",
    rf"\b(?:licen[cs]e|rights|permission)(?: (?:for|to)(?: \w+)? (?:this|the) {_IT})?(?: has| have)? (?:expired|ended|"
    r"lapsed|reverted|r[au]n out)\b",
    rf"\b(?:this|the) {_IT} (?:\w+ ){{0,6}}?(?:has|is) now (?:gone|over)\b",
    rf"\baccess to (?:this|the) {_IT} (?:\w+ ){{0,6}}?is (?:now )?over\b",
    r"\b(?P<thing>publication|release|access|service) (?:is |has been )?(?:suspended|halted|withheld)\b",
    rf"\bthis (?:{_IT}|tool|service) (?:\w+ ){{0,3}}?on a (?:server|site|host) that (?:was|has been) \w+ off\b",
    rf"\b(?:a|the) {_IT} (?:that|which) (?:we have|weve|has been|was) (?:deleted|removed|withdrawn|taken down)",
    rf"\b(?:we(?:ve)?|{_WHO})(?: have| has| had| decided to| chose to){{0,2}} {_TAKE_AWAY} (?:this|the|it\b)"
    rf" ?(?P<thing>{THING}|)\b",
)
"""What a page that shows nothing else says of its resource."""
A_PART: Final = re.compile(
    r"\b(?:link|enlaces?|liens?|collegament[oi]|koppeling|lacze|dolen|ddolen|anhang|anexo|piece jointe|allegato|"
    r"bijlage|kommentar|comentario|commentaire|commento|reactie) \w+ ?(?:\w+ ){0,5}$"
)
"""A part of a page, in other languages, of which something else is said than of the page."""
STILL: Final = re.compile(
    r"\bstill (?:\w+ )?(?:read|use|works?|runs?|available|open|here|see|view|find|access|download|enrol)\b|"
    r"\b(?:is|are|remains?) (?:\w+ )?(?:below|on this page)\b|\bread (?:it |them )?(?:below|here)\b|"
    r"\bkept (?:here|for)\b|\b(?:weiterhin|noch|siguen?|restent?|nog steeds|nadal|ancora|fortfarande|fortsat|dal) "
    r"(?:\w+ )?(?:verfugbar|abrufbar|disponibles?|beschikbaar|dostepn\w+|disponibil[ei]|tillgangli\w+|"
    r"tilgaengeli\w+|ar gael)"
)
"""What says that there is something to read all the same."""
TO_READ: Final = re.compile(
    r"\b(?:pdf|epub|docx?|pptx?|download|herunterladen|telecharger|descargar|scarica|downloaden|pobierz|lawrlwytho|hamta|"
    r"transcript|slides|\d+ (?:page|min(?:ute|uten|utos|uti|uter|ut)?s?)|"
    r"(?!these|those|our|the|other|all|some|many|my|its|ces|nos|les|unsere|diese|estas|nuestras)\w+ "
    r"(?:pages|seiten|paginas|pagine|sidor|stron)|"
    r"(?:open|use|read|watch|listen to|see|hear) (?:it|\w+ \w+) (?:here|below|in your browser|on your)|"
    r"(?:listen|watch|read) (?:on|in|below|here|now)|(?:is|are|sont|est|sind|ist) (?:here|ici|hier))\b"
)
"""What else a page offers of its resource."""
THIS_ELSEWHERE: Final = re.compile(
    r"\b(?:diese[rs]?|dies|ce|cet|cette|est[ea]|questo|questa|deze|dit|te[nj]|ta|to|este|esta|denna|detta|denne|dette|hwn|"
    r"hon|yma|nous|wir|hemos|abbiamo|we|vi|rydym)\b"
)
