/* 窓口のキー操作: makes the staff side quicker for hands on the keyboard; nothing needs it.
   data-key="n"      that key focuses the field, or opens the link or button
   data-key-here="n" that key follows the link when it has the focus
   data-arrows       on a table: arrows move between its links
   data-help         on <details>: "?" opens and closes it
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
  all("[data-keys-switch]").forEach(function (box) {
    box.checked = !stored();
    box.addEventListener("change", function () {
      try { localStorage.setItem(off, box.checked ? "0" : "1"); } catch (e) { /* private window: until the page is left */ }
    });
  });

  function jump(key) {
    var node = all("[data-key]").filter(function (one) { return one.getAttribute("data-key") === key; })[0];
    if (!node) { return false; }
    node.focus();
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

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) { return; }
    var node = event.target, done = false;
    if (event.key === "Escape" && typing(node)) { node.blur(); return; }
    if (typing(node)) { return; }
    if (/^Arrow/.test(event.key)) {
      done = node.tagName === "A" && move(node, event.key);
    } else if (!stored() && node.getAttribute("data-key-here") === event.key) {
      node.click();
      done = true;
    } else if (!stored()) {
      var help = event.key === "?" && document.querySelector("details[data-help]");
      if (help) { help.open = !help.open; help.querySelector("summary").focus(); done = true; } else { done = jump(event.key); }
    }
    if (done) { event.preventDefault(); }
  });
})();
