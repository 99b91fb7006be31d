"""What is wrong with the layout of a page as it stands: sideways scrolling, cut text, small targets, hidden focus."""

from __future__ import annotations

from playwright.sync_api import Page

__all__ = ["CONDITIONS", "apart", "cut", "small_targets"]

#: What WCAG asks a page to bear: reflow (1.4.10; 1280 px at 400 % are 320 px), text at 200 % (1.4.4), spacing (1.4.12).
CONDITIONS = {
    "320 px": (320, ""),
    "320 px with text spacing": (
        320,
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
        "p { margin-bottom: 2em !important }",
    ),
    "390 px with text at 200 %": (390, "html { font-size: 200% !important }"),
    "1280 px with text at 200 %": (1280, "html { font-size: 200% !important }"),
}

_VISIBLE = """
const visible = (one) => {
  if (!one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false })) return false;
  for (let each = one; each; each = each.parentElement) {
    const style = getComputedStyle(each);
    if (style.clipPath === 'inset(50%)' || style.opacity === '0') return false;  // for screen readers alone, or waiting
  }
  return true;
};
const named = (one) => {
  const rest = one.cloneNode(false).outerHTML.replace(/ style="[^"]*"/, '').replace(/<\\/.*/, '').slice(0, 110);
  return `${rest} “${(one.innerText ?? '').trim().replace(/\\s+/g, ' ').slice(0, 50)}”`;
};
"""

_CUT = (
    "() => {"
    + _VISIBLE
    + """
  const found = [], wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide)
    found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} px in ${wide}`);
  for (const one of document.body.querySelectorAll('*')) {
    if (!visible(one) || one.closest('svg')) continue;
    const style = getComputedStyle(one), isField = one.matches('textarea, input, select');
    if (style.textOverflow === 'ellipsis' && !isField) found.push(`cut with an ellipsis: ${named(one)}`);
    const hides = (axis) => ['hidden', 'clip'].includes(style[`overflow${axis}`]);
    if (!isField && ((hides('X') && one.scrollWidth > one.clientWidth + 1) ||
        (hides('Y') && one.scrollHeight > one.clientHeight + 1)) && one.innerText?.trim())
      found.push(`cut at its edge: ${named(one)}`);
    const scrolls = (axis) => ['auto', 'scroll'].includes(style[`overflow${axis}`]) && !isField;
    const across = scrolls('X') && one.scrollWidth > one.clientWidth + 1;
    // A table may be wider than its place (1.4.10); anything else must not.
    if (across && !one.querySelector(':scope > table')) found.push(`scrolls sideways: ${named(one)}`);
    if (across || (scrolls('Y') && one.scrollHeight > one.clientHeight + 1)) {
      const holds = one.querySelector('a[href], button, input');
      if ((one.tabIndex < 0 && !holds) || !(one.ariaLabel || one.hasAttribute('aria-labelledby')))
        found.push(`scrolls, but has no name or no place in the order of the keyboard: ${named(one)}`);
      if (!style.backgroundImage.includes('gradient')) found.push(`scrolls, but nothing shows it: ${named(one)}`);
    }
  }
  const narrow = {};
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const one = text.parentElement;
    if (!text.data.trim() || one.closest('svg, script, style, noscript, option, textarea') || !visible(one)) continue;
    range.selectNodeContents(text);
    let block = one;
    while (block.parentElement && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    const box = block.getBoundingClientRect();
    if (block !== narrow.block) {
      const lines = text.data.trim().length > 8 ? range.getClientRects().length : 0;
      const size = parseFloat(getComputedStyle(block).fontSize);
      if (lines > 3 && box.width < 4 * size) found.push(`squeezed into ${lines} lines: ${named(block)}`);
      narrow.block = block;
    }
    const scroller = one.closest('.lp-scroll');
    if (scroller && scroller.scrollWidth > scroller.clientWidth + 1) continue;  // looked at above
    for (const part of range.getClientRects()) {
      if (part.width < 1) continue;
      if (part.left < -1 || part.right > wide + 1) { found.push(`outside the window: ${named(one)}`); break; }
      if (part.left < box.left - 2 || part.right > box.right + 2) { found.push(`sticks out: ${named(one)}`); break; }
    }
  }
  return found;
}"""
)

_SMALL = (
    "() => {"
    + _VISIBLE
    + """
  const targets = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((one) => visible(one) && !one.disabled && one.type !== 'hidden');
  const boxes = targets.map((one) => {
    const box = (one.matches('label input') ? one.closest('label') : one).getBoundingClientRect();
    return { one, box, x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  });
  const small = boxes.filter(({ one, box }) => {
    if (box.width >= 23.5 && box.height >= 23.5) return false;
    if (one.matches('.lp-skip')) return false;
    // Within a sentence the line decides (2.5.8, "inline").
    const block = one.closest('p, li, dd, dt, td, th, figcaption, h1, h2, h3');
    return !(getComputedStyle(one).display === 'inline' && block && block.innerText.trim() !== one.innerText.trim());
  });
  // Small targets may stand so far apart that circles of 24 px around them meet no other (2.5.8, "spacing").
  return small.filter((each) => boxes.some((other) => {
    if (other.one === each.one || other.one.contains(each.one) || each.one.contains(other.one)) return false;
    const dx = Math.max(other.box.left - each.x, 0, each.x - other.box.right);
    const dy = Math.max(other.box.top - each.y, 0, each.y - other.box.bottom);
    return Math.hypot(dx, dy) < 12 || (small.includes(other) && Math.hypot(other.x - each.x, other.y - each.y) < 24);
  })).map(({ one, box }) => `${Math.round(box.width)} by ${Math.round(box.height)}: ${named(one)}`);
}"""
)


def cut(page: Page) -> list[str]:
    """What cannot be read in full, or only by scrolling sideways, in words."""
    found: list[str] = page.evaluate(_CUT)
    return found


def small_targets(page: Page) -> list[str]:
    """What is too small to be hit (WCAG 2.5.8): below 24 by 24 px and too near to something else."""
    found: list[str] = page.evaluate(_SMALL)
    return found


def apart(page: Page) -> dict[str, list[str]]:
    """What is cut in each of the conditions; nothing where all is well."""
    found = {}
    for name, (width, rules) in CONDITIONS.items():
        page.set_viewport_size({"width": width, "height": 640})
        style = page.add_style_tag(content=rules or "/* */")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        if faults := cut(page):
            found[name] = list(dict.fromkeys(faults))
        style.evaluate("(one) => one.remove()")
    return found
