/* 窓口のキー操作: makes the staff side quicker for hands on the keyboard; nothing needs it.
   data-key="n"      that key focuses the field, or opens the link or button
   data-key-here="n" that key follows the link when it has the focus
   data-arrows       on a table: arrows move between its links
   data-side         on a link: its page opens beside the table; data-over: in a window above it.
                     What is marked data-part="1", "2"… on that page is shown in that order, and works
   data-row          on a part of a list: arrows move between the parts;
   data-key-row="i"  within it: that key presses the button, or goes to the field, of that part
   data-keys-switch  on a checkbox: switches the single keys off, remembered in this browser */
(function () {
  "use strict";
  var off = "uketsuke-keys-off";
  var all = function (what) { return Array.prototype.slice.call(document.querySelectorAll(what)); };
  var stored = function () { try { return localStorage.getItem(off) === "1"; } catch (e) { return false; } };
  var typing = function (node) {
    return /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName) && !/^(checkbox|radio|submit|button)$/.test(node.type);
  };

  all("[data-key]").forEach(function (node) { node.setAttribute("aria-keyshortcuts", node.getAttribute("data-key")); });
  function switches() {
    all("[data-keys-switch]").forEach(function (box) {
      box.checked = !stored();
      box.addEventListener("change", function () {
        try { localStorage.setItem(off, box.checked ? "0" : "1"); } catch (e) { /* private window: until the page is left */ }
      });
    });
  }
  switches();

  var over = document.querySelector("[data-window]"), side = document.querySelector("[data-side-panel]");
  var able = window.fetch && window.DOMParser && window.Promise;
  var opener = null, asked = "";

  /* The parts of the page at that address, put into a box; what cannot be shown so is opened. */
  function bring(url, box, then) {
    asked = url;
    fetch(url, { credentials: "same-origin" }).then(function (answer) {
      return answer.ok && !answer.redirected ? answer.text() : "";
    }).then(function (text) {
      var found = new DOMParser().parseFromString(text, "text/html").querySelectorAll("main [data-part]");
      if (asked !== url) { return; }
      if (!found.length) { location.href = url; return; }
      box.textContent = "";
      Array.prototype.slice.call(found).sort(function (one, other) {
        return Number(one.getAttribute("data-part")) - Number(other.getAttribute("data-part"));
      }).forEach(function (part) {
        var here = part.tagName === "H1" ? document.createElement("h2") : document.importNode(part, true);
        while (part.tagName === "H1" && part.firstChild) { here.appendChild(document.importNode(part.removeChild(part.firstChild), true)); }
        box.appendChild(here);
      });
      then();
    }).catch(function () { location.href = url; });
  }

  function beside(link) {
    all(".is-open").forEach(function (one) { one.classList.remove("is-open"); });
    bring(link.href, side.querySelector("[data-content]"), function () {
      opener = link;
      link.classList.add("is-open");
      side.querySelector("[data-whole]").href = link.href;
      side.hidden = false;
      side.scrollTop = 0;
      side.focus({ preventScroll: true });
    });
  }

  function close() {
    side.hidden = true;
    side.querySelector("[data-content]").textContent = "";
    if (opener) { opener.classList.remove("is-open"); opener.focus(); }
  }

  function above(link) {
    if (over.open) { over.close(); return; }
    bring(link.href, over.querySelector("[data-content]"), function () {
      over.hidden = false;
      switches();
      if (!over.open) { over.showModal(); }
      over.scrollTop = 0;
    });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-side], a[data-over]");
    if (side && event.target.closest && event.target.closest("[data-close]")) { close(); return; }
    if (!link || !able || event.button || event.ctrlKey || event.shiftKey || event.metaKey || event.altKey) { return; }
    if (link.hasAttribute("data-side") ? !side : !(over && over.showModal)) { return; }
    event.preventDefault();
    (link.hasAttribute("data-side") ? beside : above)(link);
  });

  function jump(key) {
    var node = all("[data-key]").filter(function (one) { return one.getAttribute("data-key") === key && !one.closest("[hidden]"); })[0];
    if (!node) { return false; }
    if (!node.hasAttribute("data-over")) { node.focus(); }
    if (typing(node)) { if (node.select) { node.select(); } } else { node.click(); }
    return true;
  }

  function move(node, key) {
    var cell = node.closest("td, th");
    var table = cell && cell.closest("table[data-arrows]");
    if (!table) { return false; }
    var links = Array.prototype.slice.call(cell.querySelectorAll("a"));
    var place = links.indexOf(node), across = { ArrowLeft: -1, ArrowRight: 1 }[key] || 0, down = { ArrowUp: -1, ArrowDown: 1 }[key] || 0;
    if (down && links[place + down]) { links[place + down].focus(); return true; }
    for (var row = cell.parentNode.rowIndex + down, column = cell.cellIndex + across; table.rows[row]; row += down, column += across) {
      var next = table.rows[row].cells[column];
      if (!next) { return true; }
      var found = next.querySelectorAll("a");
      if (found.length) { found[down < 0 ? found.length - 1 : 0].focus(); return true; }
    }
    return true;
  }

  function inRow(row, key) {
    var step = { ArrowUp: -1, ArrowDown: 1 }[key], rows = all("[data-row]");
    var other = step && rows[rows.indexOf(row) + step], link = other && other.querySelector("a");
    if (link) { link.focus(); return true; }
    var node = !step && !stored() && Array.prototype.slice.call(row.querySelectorAll("[data-key-row]")).filter(function (one) { return one.getAttribute("data-key-row") === key; })[0];
    if (!node) { return false; }
    node.focus();
    if (typing(node)) { node.select(); } else { node.click(); }
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) { return; }
    var node = event.target, done = false;
    if (event.key === "Escape" && typing(node)) { node.blur(); return; }
    if (event.key === "Escape" && side && !side.hidden && !(over && over.open)) { close(); return; }
    if (over && over.open && event.key !== "?") { return; }
    if (typing(node)) { return; }
    var row = node.closest && node.closest("[data-row]");
    if (row && inRow(row, event.key)) {
      done = true;
    } else if (/^Arrow/.test(event.key)) {
      done = node.tagName === "A" && move(node, event.key);
    } else if (!stored() && node.getAttribute("data-key-here") === event.key) {
      node.click();
      done = true;
    } else if (!stored()) {
      done = jump(event.key);
    }
    if (done) { event.preventDefault(); }
  });
})();
