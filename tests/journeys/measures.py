"""達成基準: what a machine can measure of a page, each by its number in WCAG 2.2."""

from typing import Any

from playwright.sync_api import Page

# 1.4.12: the person's own spacing. Nothing is cut off, nothing runs out of its box.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
CUT = """() => [...document.querySelectorAll("body *")].filter(node => {
  if (!node.checkVisibility({ visibilityProperty: true })) return false;
  const box = node.getBoundingClientRect(), style = getComputedStyle(node);
  if (box.width <= 2 || box.height <= 2 || style.display.startsWith("inline")) return false;
  if (node.closest("svg") || /^(INPUT|SELECT|TEXTAREA|PROGRESS|METER)$/.test(node.tagName)) {
    return false;
  }
  const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
  return !scrolls && (node.scrollWidth > node.clientWidth + 12
    || node.scrollHeight > node.clientHeight + 3) && node.clientHeight > 0
    && [...node.childNodes].some(kid => kid.nodeType === 3 && kid.data.trim());
}).map(node => node.outerHTML.slice(0, 140))"""
# 2.5.8: 24 px, or apart from others so far; a link within a sentence may be small.
TARGETS = """() => {
  const shown = node => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const boxes = [];
  const all = document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'][role]");
  for (const node of all) {
    if (!shown(node) || node.disabled || node.matches("[role=region]")) continue;
    let box = node.getBoundingClientRect();
    const label = /^(radio|checkbox)$/.test(node.type) && node.labels && node.labels[0];
    if (label) {
      const wide = label.getBoundingClientRect();
      const left = Math.min(box.left, wide.left), top = Math.min(box.top, wide.top);
      box = { left, top, right: Math.max(box.right, wide.right),
              bottom: Math.max(box.bottom, wide.bottom) };
    }
    const width = box.right - box.left, height = box.bottom - box.top;
    if (width <= 1 || height <= 1) continue;
    boxes.push({ node, ...{ left: box.left, top: box.top, right: box.right, bottom: box.bottom },
                 small: width < 23.5 || height < 23.5,
                 x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
  }
  const within = node => {
    if (getComputedStyle(node).display !== "inline") return false;
    let block = node.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const words = [...block.childNodes].filter(kid => !kid.contains(node))
      .map(kid => kid.textContent).join("").trim();
    return words.length > 0;
  };
  const far = (one, other) => {
    const dx = Math.max(other.left - one.x, 0, one.x - other.right);
    const dy = Math.max(other.top - one.y, 0, one.y - other.bottom);
    return Math.hypot(dx, dy) >= 12
      && (!other.small || Math.hypot(one.x - other.x, one.y - other.y) >= 24);
  };
  return boxes.filter(one => one.small && !within(one.node)
    && !boxes.every(other => other === one || one.node.contains(other.node)
      || other.node.contains(one.node) || far(one, other)))
    .map(one => `${Math.round(one.right - one.left)}x${Math.round(one.bottom - one.top)} `
      + one.node.outerHTML.slice(0, 120));
}"""
# 1.4.11: what shows where a field or a button is, against what is behind it.
EDGES = """() => {
  const parts = colour => {
    const found = colour.match(/[\\d.]+/g).map(Number);
    return found.length < 4 ? [...found, 1] : found;
  };
  const behind = node => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0.99) return colour;
    }
    return parts(getComputedStyle(document.documentElement).colorScheme.includes("dark")
      ? "rgb(0,0,0)" : "rgb(255,255,255)");
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const contrast = (one, other) => {
    const [dim, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dim + 0.05);
  };
  const found = [];
  const all = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file]),"
    + " select, textarea, button, a.button";
  for (const node of document.querySelectorAll(all)) {
    if (!node.checkVisibility({ visibilityProperty: true }) || node.disabled) continue;
    const style = getComputedStyle(node), ground = behind(node.parentElement);
    const edge = ["Top", "Right", "Bottom", "Left"].filter(side =>
      parseFloat(style[`border${side}Width`]) > 0).map(side =>
      contrast(parts(style[`border${side}Color`]), ground));
    const own = parts(style.backgroundColor);
    const best = Math.max(0, ...edge, own[3] > 0.5 ? contrast(own, ground) : 0);
    const field = !/^(BUTTON|A)$/.test(node.tagName);  // the words of a button show where it is
    if (field && best < 3) found.push(`${best.toFixed(2)} ${node.outerHTML.slice(0, 120)}`);
  }
  return found;
}"""
# 1.3.1, 4.1.1: what is pointed to is there, once; a table's cells have their headings.
PARTS = """() => {
  const faults = [], seen = new Map();
  for (const node of document.querySelectorAll("[id]")) {
    if (seen.has(node.id)) faults.push(`twice: ${node.id}`);
    seen.set(node.id, node);
  }
  const here = /^#(cell|my)$/;  // the samples of /components/ lead nowhere
  const points = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns",
                  "headers", "list", "form"];
  for (const name of points) {
    for (const node of document.querySelectorAll(`[${name}]`)) {
      for (const id of node.getAttribute(name).split(/\\s+/)) {
        if (id && !seen.has(id)) faults.push(`nowhere: ${node.outerHTML.slice(0, 120)}`);
      }
    }
  }
  for (const link of document.querySelectorAll("a[href^='#']")) {
    const id = decodeURIComponent(link.hash.slice(1));
    if (!id || seen.has(id) || here.test(link.hash)) continue;
    faults.push(`nowhere: ${link.outerHTML.slice(0, 120)}`);
  }
  for (const table of document.querySelectorAll("table")) {
    const heads = [...table.querySelectorAll("th")];
    if (!heads.length) faults.push(`no headings: ${table.outerHTML.slice(0, 120)}`);
    for (const head of heads) {
      if (!head.matches("[scope]")) faults.push(`no scope: ${head.outerHTML.slice(0, 120)}`);
    }
  }
  return faults;
}"""
# 2.4.6: one main heading, none skipped, none empty.
HEADINGS = """() => {
  const faults = [], all = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter(node => node.checkVisibility());
  let last = 0;
  for (const node of all) {
    const level = Number(node.tagName[1]);
    if (level > last + 1) faults.push(`skips: ${node.outerHTML.slice(0, 120)}`);
    if (!node.textContent.trim()) faults.push(`empty: ${node.outerHTML.slice(0, 120)}`);
    last = level;
  }
  if (all.filter(node => node.tagName === "H1").length !== 1) faults.push("not one main heading");
  return faults;
}"""
# 2.5.3: what one reads on a thing is in the name that a voice calls it by.
CALLED = """() => {
  const plain = words => words.replace(/[\\s\\u3000]+/g, "").toLowerCase();
  const faults = [];
  for (const node of document.querySelectorAll(
    "a[href][aria-label], button[aria-label], summary[aria-label], [role=button][aria-label],"
    + "a[href][aria-labelledby], button[aria-labelledby]")) {
    if (!node.checkVisibility({ visibilityProperty: true })) continue;
    const by = node.getAttribute("aria-labelledby");
    const name = by ? by.split(/\\s+/).map(id => document.getElementById(id).textContent).join(" ")
      : node.getAttribute("aria-label");
    const seen = node.cloneNode(true);
    for (const hidden of seen.querySelectorAll("[aria-hidden=true], .visually-hidden, rt, rp")) {
      hidden.remove();
    }
    const words = plain(seen.textContent);
    if (words && !plain(name).includes(words)) faults.push(node.outerHTML.slice(0, 160));
  }
  return faults;
}"""
# 1.3.5: what a browser knows of the person it may fill in; tokens as the standard has them.
TOKENS = """() => {
  const known = new Set(("off on name family-name given-name nickname username email tel url"
    + " new-password current-password one-time-code organization street-address address-line1"
    + " address-line2 address-level1 address-level2 postal-code country-name tel-national"
    + " webauthn").split(" "));
  const faults = [];
  for (const node of document.querySelectorAll("[autocomplete]")) {
    const words = node.getAttribute("autocomplete").toLowerCase().split(/\\s+/)
      .filter(word => !/^(section-.*|shipping|billing|home|work|mobile)$/.test(word));
    if (!words.every(word => known.has(word))) faults.push(node.outerHTML.slice(0, 160));
  }
  for (const node of document.querySelectorAll("input[type=password], input[type=email]")) {
    const word = node.getAttribute("autocomplete");
    if (!word || word === "off") faults.push(`none: ${node.outerHTML.slice(0, 160)}`);
  }
  return faults;
}"""
# 3.1.2: writing of another language says which one it is.
TONGUES = """() => {
  const tongue = node => (node.closest("[lang]") || document.documentElement).lang.slice(0, 2);
  const writings = { ja: /[\\u3041-\\u30ff]/, ko: /[\\uac00-\\ud7a3]/ };
  const alien = { ja: ["ko"], en: ["ja", "ko"], zh: ["ja", "ko"], ko: ["ja"] };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), faults = [];
  while (walker.nextNode()) {
    const here = walker.currentNode, parent = here.parentElement, is = tongue(parent);
    if (parent.closest("script, style")) continue;
    const words = here.data.replace(/[(（][^()（）]*[)）]/g, "");  // a name as it is written there
    for (const other of alien[is] || []) {
      if (writings[other].test(words)) faults.push(`${is}: ${parent.outerHTML.slice(0, 140)}`);
    }
    if (is === "en" && /[\\u4e00-\\u9fff]/.test(words)) {
      faults.push(`${is}: ${parent.outerHTML.slice(0, 140)}`);
    }
  }
  return [...new Set(faults)];
}"""
# 2.4.4: a link says where it leads.
LINKS = """() => [...document.querySelectorAll("a[href]")].filter(node => {
  const words = (node.getAttribute("aria-label") || node.textContent).replace(/[\\s\\u3000]+/g, "");
  const alt = node.querySelector("img[alt]:not([alt='']), svg[aria-label], svg title");
  return node.checkVisibility() && !alt
    && /^(こちら|ここ|詳細|詳しく|詳しくはこちら|もっと見る|リンク|here|more|)$/i.test(words);
}).map(node => node.outerHTML.slice(0, 140))"""
MEASURES = {
    "1.3.1 parts": PARTS,
    "1.3.5 filled in": TOKENS,
    "1.4.11 edge": EDGES,
    "2.4.4 link": LINKS,
    "2.4.6 heading": HEADINGS,
    "2.5.3 called": CALLED,
    "2.5.8 small": TARGETS,
    "3.1.2 tongue": TONGUES,
}


def measured(page: Page) -> list[str]:
    """What is wrong by measure, as the page stands."""
    found = []
    for name, measure in MEASURES.items():
        found += [f"{name}: {each}" for each in page.evaluate(measure)]
    return found


def spaced(page: Page) -> list[str]:
    """1.4.12: what the person's own spacing cuts off that was whole before."""
    before: list[Any] = page.evaluate(CUT)
    style = page.add_style_tag(content=SPACING)
    after = [each for each in page.evaluate(CUT) if each not in before]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    style.evaluate("node => node.remove()")
    return [f"1.4.12 cut: {each}" for each in [*after, *([wide] if wide > 0 else [])]]
