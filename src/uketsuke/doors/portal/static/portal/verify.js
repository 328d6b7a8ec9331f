/* 記録の検算: recomputes a public lottery record in the browser; says what lottery/verify.py says.
   form[data-verify]      with a file and a text field; without this script the server checks them
   data-record            on it: the address of a record, for the button in [data-fetch]
   data-say-CODE          on it: the sentence for each difference, with {where} {expected} {found}
   data-holds, -failed, -unread, -working, -none, -whole: its other words
   [data-result]          where the answer goes */
(function () {
  "use strict";
  var form = document.querySelector("form[data-verify]");
  if (!form || !window.JSON || !window.FileReader) { return; }

  var MOST = 1000000, SHOWN = 80;
  var WORD = /^[A-Za-z0-9._-]+$/, SECRET = /^[0-9a-f]{64}$/, PSEUDONYM = /^[0-9a-f]{16}$/;
  var CELL = /^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+\|[0-9]{4}-[0-9]{2}-[0-9]{2}\|[A-Za-z0-9._-]+$/;
  var LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;
  var DOCUMENT = {
    format: "text", round: "text", commitment: "text", entries_digest: "text", public_value: "text",
    secret: "text", cap: "integer", offered: "list", entries: "list", order: "list", results: "list"
  };
  var ENTRY = { receipt: "text", tier: "integer", tickets: "integer", group: "text", hall: "text", wishes: "list" };
  var RESULT = { receipt: "text", wish: "" };

  /* --- SHA-256 ----------------------------------------------------------------------------- */

  var K = [], START = [];
  (function () {
    var fraction = function (x) { return ((x - Math.floor(x)) * 4294967296) | 0; };
    for (var n = 2; K.length < 64; n++) {
      for (var d = 2; d * d <= n && n % d; d++) { /* look for a divisor */ }
      if (d * d > n) {
        if (START.length < 8) { START.push(fraction(Math.pow(n, 1 / 2))); }
        K.push(fraction(Math.pow(n, 1 / 3)));
      }
    }
  })();

  function bytesOf(text) {
    var plain = unescape(encodeURIComponent(text)), bytes = new Uint8Array(plain.length);
    for (var n = 0; n < plain.length; n++) { bytes[n] = plain.charCodeAt(n); }
    return bytes;
  }

  function hex(numbers, digits) {
    var told = "";
    for (var n = 0; n < numbers.length; n++) { told += ("0000000" + (numbers[n] >>> 0).toString(16)).slice(-digits); }
    return told;
  }

  function sha256(bytes) {
    var length = bytes.length, whole = new Uint8Array(((length + 72) >> 6) << 6), w = new Int32Array(64);
    whole.set(bytes);
    whole[length] = 128;
    var view = new DataView(whole.buffer);
    view.setUint32(whole.length - 8, Math.floor(length / 536870912));
    view.setUint32(whole.length - 4, length << 3);
    var h = START.slice();
    for (var at = 0; at < whole.length; at += 64) {
      for (var t = 0; t < 64; t++) {
        if (t < 16) { w[t] = view.getInt32(at + 4 * t); continue; }
        var x = w[t - 15], y = w[t - 2];
        w[t] = w[t - 16] + w[t - 7]
          + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3))
          + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10));
      }
      var a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], i = h[7];
      for (t = 0; t < 64; t++) {
        var one = (i + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
        var two = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        i = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      h = [h[0] + a | 0, h[1] + b | 0, h[2] + c | 0, h[3] + d | 0, h[4] + e | 0, h[5] + f | 0, h[6] + g | 0, h[7] + i | 0];
    }
    return hex(h, 8);
  }

  /* The hashes of many texts: by the browser's own SHA-256 where it has one (on https). */
  function hashes(texts, done) {
    var own = window.crypto && window.crypto.subtle, told = [], chunk = 2000;
    function next() {
      var part = texts.slice(told.length, told.length + chunk);
      if (!part.length) { done(told); return; }
      if (!own) {
        part.forEach(function (text) { told.push(sha256(bytesOf(text))); });
        window.setTimeout(next, 0);
        return;
      }
      window.Promise.all(part.map(function (text) { return own.digest("SHA-256", bytesOf(text)); })).then(function (sums) {
        sums.forEach(function (sum) { told.push(hex(new Uint8Array(sum), 2)); });
        window.setTimeout(next, 0);
      }, function () { own = null; next(); });
    }
    next();
  }

  /* --- What is wrong ------------------------------------------------------------------------ */

  function Difference(code, where, expected, found) {
    this.code = code; this.where = where; this.expected = expected; this.found = found;
  }

  function kind(value) {
    if (value === null) { return "null"; }
    if (Object.prototype.toString.call(value) === "[object Array]") { return "list"; }
    if (typeof value === "number") { return value === Math.floor(value) && isFinite(value) ? "integer" : "number"; }
    return { string: "text", object: "object", boolean: "boolean" }[typeof value] || "unknown";
  }

  function shown(value) {
    if (typeof value === "string") {
      return (value.length > SHOWN ? value.slice(0, SHOWN) + "…" : value).replace(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/g, "?");
    }
    return kind(value) === "integer" && Math.abs(value) < 1e15 ? String(value) : kind(value);
  }

  function wrong(code, where, expected, found) { throw new Difference(code, where, expected, found === undefined ? "" : shown(found)); }
  function need(good, code, where, expected, found) { if (!good) { wrong(code, where, expected, found); } }
  function has(row, name) { return Object.prototype.hasOwnProperty.call(row, name); }

  function fields(row, kinds, where) {
    Object.keys(kinds).forEach(function (name) {
      need(has(row, name), "missing", where + name, "");
      need(!kinds[name] || kind(row[name]) === kinds[name], "type", where + name, kinds[name], row[name]);
    });
    Object.keys(row).forEach(function (name) { need(has(kinds, name), "unknown_field", where + shown(name), ""); });
  }

  function number(value, least, where) { need(value >= least && value <= MOST, "number", where, least + "–" + MOST, value); }

  function sorted(values, pattern, code, where, field) {
    var seen = {}, last = "";
    values.forEach(function (value, n) {
      var place = where + "[" + n + "]" + field;
      need(typeof value === "string", "type", place, "text", value);
      need(pattern.test(value), code, place, "", value);
      need(!has(seen, "$" + value), "duplicate_" + code, place, "", value);
      need(value >= last, "unsorted", place, "", value);
      seen["$" + value] = true;
      last = value;
    });
    return seen;
  }

  function head(told) {
    need(/^[^|\u0000-\u001f\u007f]+$/.test(told.round) && !LONE.test(told.round), "text", "round", "", told.round);
    need(!LONE.test(told.public_value), "text", "public_value", "", told.public_value);
    need(!/^[ \t\r\n\u3000]*$/.test(told.public_value), "empty_public_value", "public_value", "", told.public_value);
    need(SECRET.test(told.secret), "secret", "secret", "64", told.secret);
    number(told.cap, 1, "cap");
  }

  function entry(row, offered, where) {
    number(row.tier, 0, where + ".tier");
    number(row.tickets, 1, where + ".tickets");
    need(PSEUDONYM.test(row.group), "group", where + ".group", "16", row.group);
    need(WORD.test(row.hall), "hall", where + ".hall", "", row.hall);
    need(row.wishes.length, "no_wish", where + ".wishes", "", row.wishes);
    row.wishes.forEach(function (cells, n) {
      var place = where + ".wishes[" + n + "]", seen = {};
      need(kind(cells) === "list", "type", place, "list", cells);
      need(cells.length, "empty_wish", place, "", cells);
      cells.forEach(function (cell, m) {
        need(typeof cell === "string", "type", place + "[" + m + "]", "text", cell);
        need(has(offered, "$" + cell), "unknown_cell", place + "[" + m + "]", "", cell);
        need(!has(seen, "$" + cell), "cell_twice", place + "[" + m + "]", "", cell);
        seen["$" + cell] = true;
      });
    });
  }

  function lists(told) {
    told.order.forEach(function (receipt, n) { need(typeof receipt === "string", "type", "order[" + n + "]", "text", receipt); });
    told.results.forEach(function (row, n) {
      need(kind(row) === "object", "type", "results[" + n + "]", "object", row);
      fields(row, RESULT, "results[" + n + "].");
      need(kind(row.receipt) === "text", "type", "results[" + n + "].receipt", "text", row.receipt);
      need(row.wish === null || kind(row.wish) === "integer", "type", "results[" + n + "].wish", "integer", row.wish);
    });
  }

  function shape(told) {
    need(kind(told) === "object", "type", "", "object", told);
    if (has(told, "format")) { need(told.format === "uketsuke-lottery/1", "format", "format", "uketsuke-lottery/1", told.format); }
    fields(told, DOCUMENT, "");
    head(told);
    var offered = sorted(told.offered, CELL, "cell", "offered", "");
    told.entries.forEach(function (row, n) {
      need(kind(row) === "object", "type", "entries[" + n + "]", "object", row);
      fields(row, ENTRY, "entries[" + n + "].");
    });
    sorted(told.entries.map(function (row) { return row.receipt; }), WORD, "receipt", "entries", ".receipt");
    told.entries.forEach(function (row) { entry(row, offered, "entries[" + row.receipt + "]"); });
    lists(told);
  }

  /* --- The draw again ----------------------------------------------------------------------- */

  function lines(told) {
    return told.round + "|" + told.cap + "|" + told.offered.join(";") + "\n" + told.entries.map(function (row) {
      var wishes = row.wishes.map(function (cells) { return cells.join("+"); }).join(";");
      return [row.receipt, row.tier, row.tickets, row.group, row.hall, wishes].join("|") + "\n";
    }).join("");
  }

  function allot(ordered, offered, cap) {
    var free = {}, wins = {}, results = {}, coming = ordered;
    offered.forEach(function (cell) { free["$" + cell] = true; });
    ordered.forEach(function (row) { results["$" + row.receipt] = null; });
    for (var pass = 1; pass <= cap && coming.length; pass++) {
      var held = [];
      coming.forEach(function (row) {
        for (var n = 0; n < row.wishes.length; n++) {
          if (!row.wishes[n].every(function (cell) { return free["$" + cell]; })) { continue; }
          var place = row.group + "|" + row.hall;
          if ((wins[place] || 0) >= pass) { held.push(row); return; }
          row.wishes[n].forEach(function (cell) { free["$" + cell] = false; });
          wins[place] = (wins[place] || 0) + 1;
          results["$" + row.receipt] = n + 1;
          return;
        }
      });
      coming = held.reverse();
    }
    return results;
  }

  function same(code, before, after, expected, found) {
    for (var n = 0; n < Math.max(expected.length, found.length); n++) {
      if (expected[n] !== found[n]) {
        throw new Difference(code, before + n + after, expected[n] || "", found[n] === undefined ? "" : shown(found[n]));
      }
    }
  }

  function computed(told, sums) {
    need(told.commitment === sums[0], "commitment", "commitment", sums[0], told.commitment);
    need(told.entries_digest === sums[1], "entries_digest", "entries_digest", sums[1], told.entries_digest);
  }

  function drawn(told, rows, keys) {
    var at = 0;
    rows.forEach(function (one) {
      one.key = keys.slice(at, at + one.row.tickets).sort()[0];
      at += one.row.tickets;
    });
    rows.sort(function (a, b) { return a.row.tier - b.row.tier || (a.key < b.key ? -1 : 1); });
    var ordered = rows.map(function (one) { return one.row; });
    var results = allot(ordered, told.offered, told.cap);
    var receipts = function (row) { return row.receipt; };
    same("order", "order[", "]", ordered.map(receipts), told.order);
    same("results", "results[", "].receipt", told.entries.map(receipts), told.results.map(receipts));
    told.results.forEach(function (row) {
      var wish = results["$" + row.receipt];
      need(row.wish === wish, "results", "results[" + row.receipt + "].wish", shown(wish), row.wish);
    });
  }

  /* Calls done(difference or null, record). */
  function verify(text, done) {
    function guarded(step) {
      return function (value) {
        try { step(value); } catch (fault) {
          if (!(fault instanceof Difference)) { throw fault; }
          done(fault, null);
        }
      };
    }
    guarded(function () {
      var told = read(text);
      shape(told);
      hashes([told.secret, lines(told)], guarded(function (sums) {
        computed(told, sums);
        hashes([told.secret + "|" + sums[1] + "|" + told.public_value], guarded(function (seeds) {
          var texts = [], rows = told.entries.map(function (row) {
            for (var j = 1; j <= row.tickets; j++) { texts.push(seeds[0] + "|" + row.receipt + "|" + j); }
            return { row: row };
          });
          hashes(texts, guarded(function (keys) { drawn(told, rows, keys); done(null, told); }));
        }));
      }));
    })();
  }

  /* JSON in which no field stands twice and every number is whole: JSON.parse would not say. */
  function read(text) {
    var told;
    try { told = JSON.parse(text); } catch (fault) { wrong(fault instanceof SyntaxError ? "not_json" : "too_deep", "", "", String(fault.message)); }
    var part = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]|-?[0-9][0-9.eE+-]*/g, open = [], found;
    while ((found = part.exec(text))) {
      if (found[0] === "{") { open.push({}); } else if (found[0] === "}") { open.pop(); } else if (found[1]) {
        var name = JSON.parse(found[0].slice(0, -found[1].length));
        need(!has(open[open.length - 1], "$" + name), "field_twice", "", "", name);
        open[open.length - 1]["$" + name] = true;
      } else if (found[0].charAt(0) !== '"') { need(/^-?[0-9]+$/.test(found[0]), "type", "", "integer", found[0]); }
    }
    return told;
  }

  /* --- The page ----------------------------------------------------------------------------- */

  var result = document.querySelector("[data-result]");
  var word = function (name) { return form.getAttribute("data-" + name) || ""; };

  function say(kind, title, facts) {
    var box = document.createElement("div");
    box.className = "notice notice--" + kind;
    var first = document.createElement("p");
    first.className = "notice__title";
    var icon = document.createElement("span");
    icon.className = "notice__icon";
    icon.setAttribute("aria-hidden", "true");
    first.appendChild(icon);
    first.appendChild(document.createTextNode(title));
    box.appendChild(first);
    facts.forEach(function (fact) {
      var line = document.createElement("p");
      line.className = "notice__text";
      line.appendChild(document.createTextNode(fact));
      box.appendChild(line);
    });
    while (result.firstChild) { result.removeChild(result.firstChild); }
    result.appendChild(box);
  }

  function fill(words, facts) {
    return words.replace(/\{(\w+)\}/g, function (whole, name) { return has(facts, name) ? facts[name] : whole; });
  }

  function answer(difference, told) {
    if (difference) {
      var facts = { where: difference.where || word("whole"), expected: difference.expected || word("none"), found: difference.found || word("none") };
      say("error", word("failed"), [fill(word("say-" + difference.code), facts)]);
    } else {
      say("success", fill(word("holds"), { round: told.round, entries: told.entries.length }), [
        "commitment " + told.commitment, "entries_digest " + told.entries_digest
      ]);
    }
  }

  function check(buffer) {
    var text;
    say("information", word("working"), []);
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(buffer);
    } catch (fault) { answer(new Difference("not_utf8", "", "", ""), null); return; }
    window.setTimeout(function () { verify(text, answer); }, 0);
  }

  function unread() { say("error", word("unread"), []); }

  form.addEventListener("submit", function (event) {
    var file = form.querySelector("input[type=file]").files[0], text = form.querySelector("textarea").value;
    if (!window.TextDecoder || (!file && !text)) { return; }
    event.preventDefault();
    if (!file) { check(bytesOf(text.replace(LONE, "?"))); return; }
    var reader = new FileReader();
    reader.onload = function () { check(reader.result); };
    reader.onerror = unread;
    reader.readAsArrayBuffer(file);
  });

  var box = form.querySelector("[data-fetch]");
  if (box && window.TextDecoder) {
    box.hidden = false;
    box.querySelector("button").addEventListener("click", function () {
      var asked = new XMLHttpRequest();
      asked.open("GET", word("record"));
      asked.responseType = "arraybuffer";
      asked.onload = function () { if (asked.status === 200) { check(asked.response); } else { unread(); } };
      asked.onerror = unread;
      asked.send();
    });
  }
})();
