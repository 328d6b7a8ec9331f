"""使える: what keeps a person with a keyboard, a reader or own colours from a page."""

from playwright.sync_api import Page

from tests.journeys import axe
from tests.journeys.measures import EDGES, TARGETS, measured, spaced

NARROW, DESK = 320, 1280
MOST_TABS = 45
NAMED = {
    *("button", "checkbox", "combobox", "dialog", "image", "link", "listbox", "menuitem"),
    *("navigation", "radio", "region", "searchbox", "spinbutton", "textbox", "DisclosureTriangle"),
}
# What the Tab key must reach, in the order of the document; of a group of choices only one.
STOPS = """() => {
  const groups = new Set();
  const open = node => node.checkVisibility({ visibilityProperty: true });
  return [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(node => open(node) && !node.disabled && node.tabIndex >= 0)
    .filter(node => {
      if (node.type !== "radio") return true;
      const all = [...document.getElementsByName(node.name)].filter(one => one.form === node.form);
      const one = all.find(each => each.checked) || all[0];
      return node === one;
    }).map((node, n) => { node.dataset.stop = n; return n; }).length;
}"""
FOCUS = """() => {
  const node = document.activeElement, style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  const at = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)).filter(Boolean);
  return {
    stop: node.dataset.stop === undefined ? -1 : Number(node.dataset.stop),
    seen: (parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none"),
    bare: !at.length || at.some(each => node.contains(each) || each.contains(node)
      || (node.labels && [...node.labels].some(label => label.contains(each)))),
    on: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    html: node.outerHTML.slice(0, 120)
  };
}"""
# Looked at whenever a key is let go; from the top, whatever has the focus.
FROM_THE_TOP = """() => {
  window.removeEventListener("keyup", window.lookAtFocus, true);  // who looked here before
  window.stepsOfFocus = [];
  window.lookAtFocus = () => window.stepsOfFocus.push((LOOK)());
  window.addEventListener("keyup", window.lookAtFocus, true);
  document.querySelector("[data-stop]").focus();
}""".replace("LOOK", FOCUS)
# What stands outside the page's width, and is not in a part that is marked as one that scrolls.
WIDE = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const kept = [...document.querySelectorAll("main *")].filter(node => {
    const style = getComputedStyle(node);
    return /auto|scroll/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1
      && node.tagName !== "TEXTAREA"
      && !(node.tabIndex >= 0 && node.matches("[aria-label], [aria-labelledby]"));
  }).map(node => node.outerHTML.slice(0, 120));
  return [...(wide > 0 ? [`${wide} px too wide`] : []), ...kept];
}"""
# Each wrong field tells its error to a reader, and the summary at the top leads to it.
ERRORS = """() => {
  const faults = [], shown = [...document.querySelectorAll(".field__errors")];
  for (const node of document.querySelectorAll("[aria-invalid='true']")) {
    const within = node.closest("fieldset[aria-describedby]");
    const ids = [node, within].filter(Boolean).map(one => one.getAttribute("aria-describedby"));
    const all = ids.filter(Boolean).join(" ").split(" ").filter(Boolean);
    const told = all.map(id => document.getElementById(id));
    if (told.includes(null) || !told.some(one => one.matches(".field__errors"))) {
      faults.push(node.outerHTML);
    }
  }
  for (const error of shown) {
    if (!document.querySelector(`[aria-describedby~="${error.id}"]`)) {
      faults.push(`alone: ${error.outerHTML}`);
    }
  }
  const top = document.querySelector(".notice--error[role=alert]");
  if (!top) faults.push("no summary");
  for (const link of top ? top.querySelectorAll("a[href^='#']") : []) {
    if (!document.getElementById(link.hash.slice(1))) faults.push(`nowhere: ${link.outerHTML}`);
  }
  return faults.map(fault => fault.slice(0, 200));
}"""


def faults(page: Page) -> list[str]:
    """Everything that is wrong on the page that is open."""
    measure = [*measured(page), *spaced(page)]
    return [*measure, *narrow(page), *colours(page), *names(page), *keyboard(page)]


def narrow(page: Page) -> list[str]:
    """320 px wide, as at 400 %, in the dark."""
    page.set_viewport_size({"width": NARROW, "height": 640})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found = [f"narrow {each}" for each in page.evaluate(WIDE)] + axe.violations(page, "dark")
    found += [f"narrow {each}" for each in page.evaluate(TARGETS)]
    found += [f"dark {each}" for each in page.evaluate(EDGES)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": DESK, "height": 900})
    return found


def colours(page: Page) -> list[str]:
    """The person's own colours."""
    page.emulate_media(forced_colors="active")
    found = axe.violations(page, "forced")
    page.emulate_media(forced_colors="none")
    return found


def names(page: Page) -> list[str]:
    """Whatever can be used has a name in the tree that readers get."""
    line = page.context.new_cdp_session(page)
    nodes = line.send("Accessibility.getFullAXTree")["nodes"]
    line.detach()
    return [
        f"no name: {node['role']['value']}"
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"] in NAMED
        and not node.get("name", {}).get("value", "").strip()
    ]


def keyboard(page: Page) -> list[str]:
    """The Tab key goes through all in order, and one sees where it is."""
    steps = min(page.evaluate(STOPS) - 1, MOST_TABS)
    page.evaluate(FROM_THE_TOP)
    for _ in range(steps):
        page.keyboard.press("Tab")
    noted = page.evaluate("window.stepsOfFocus")
    found, last = [] if len(noted) == max(steps, 0) else ["focus left the page"], 0
    for here in noted:
        if here["stop"] not in {last, last + 1}:  # a date has three stops in one field
            found.append(f"Tab {last + 1}: {here['html']}")
            break
        if here["stop"] > last and not (here["seen"] and here["on"] and here["bare"]):
            found.append(f"focus not seen: {here['html']}")
        last = here["stop"]
    return found


def errors(page: Page) -> list[str]:
    return [f"error: {each}" for each in page.evaluate(ERRORS)]
