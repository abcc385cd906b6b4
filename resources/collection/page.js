"use strict";
// Everything that comes from others is put in as text, never as markup.
var KINDS = ["track", "area", "industry", "city", "year"];
var TITLES = { track: "全部类别", area: "全部领域", industry: "全部行业", city: "全部市", year: "全部年度" };

function folded(text) {
  return String(text).normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

function termsOf(words) {
  var told = String(words).split(/\s+/).map(folded).filter(function (term) { return term; }).slice(0, 8);
  return told.filter(function (term, at) { return told.indexOf(term) === at; });
}

function patternOf(terms) {
  if (!terms.length) { return null; }
  var ordered = terms.slice().sort(function (a, b) { return b.length - a.length; });
  var signs = ordered.map(function (term) {
    return Array.from(term).map(function (sign) {
      var plain = sign.replace(/[\\^$.*+?()[\]{}|\/-]/g, "\\$&");
      var wide = sign >= "!" && sign <= "~" ? String.fromCharCode(sign.charCodeAt(0) + 0xfee0) : "";
      return wide ? "[" + plain + wide + "]" : plain;
    }).join("\\s*");
  });
  return new RegExp(signs.join("|"), "gi");
}

// [[text, isHit], …] of the whole text
function pieces(text, pattern) {
  var made = [], at = 0, found;
  if (pattern) {
    pattern.lastIndex = 0;
    while ((found = pattern.exec(text)) && found[0]) {
      if (found.index > at) { made.push([text.slice(at, found.index), false]); }
      made.push([found[0], true]);
      at = found.index + found[0].length;
    }
  }
  if (at < text.length) { made.push([text.slice(at), false]); }
  return made;
}

// Where the shortest of the stretches begins that hold most of the words
function telling(text, pattern) {
  var places = [], found;
  pattern.lastIndex = 0;
  while (places.length < 60 && (found = pattern.exec(text)) && found[0]) { places.push([found.index, folded(found[0])]); }
  var best = -1, most = 0, least = 0;
  places.forEach(function (place) {
    var nearest = {};
    places.forEach(function (other) {
      var is_within = other[0] >= place[0] && other[0] < place[0] + 80;
      if (is_within && !(other[1] in nearest)) { nearest[other[1]] = other[0]; }
    });
    var words = Object.keys(nearest);
    var span = Math.max.apply(null, words.map(function (word) { return nearest[word]; })) - place[0];
    if (words.length > most || (words.length === most && span < least)) {
      best = place[0];
      most = words.length;
      least = span;
    }
  });
  return best;
}

function cut(text, pattern) {
  var first = pattern ? telling(text, pattern) : -1;
  var start = Math.max(first - 16, 0), end = Math.min(Math.max(first, 0) + 110, text.length);
  return (start ? "…" : "") + text.slice(start, end).replace(/\s+/g, " ").trim() + (end < text.length ? "…" : "");
}

// Its text without the lines at its head that say what the title and the name do
function bodyOf(one) {
  var told = [folded(one.title), folded(one.name), ""], lines = one.text.split("\n"), first = 0;
  while (first < lines.length && told.indexOf(folded(lines[first])) >= 0) { first += 1; }
  return lines.slice(first < lines.length ? first : 0).join("\n");
}

function count(text, term) {
  return text.split(term).length - 1;
}

// Those that hold every word and pass every filter, the most telling first
function search(entries, words, chosen) {
  var terms = termsOf(words);
  var found = entries.filter(function (one) {
    return KINDS.every(function (kind) { return !chosen[kind] || String(one[kind]) === chosen[kind]; }) &&
      terms.every(function (term) { return one.folded.indexOf(term) >= 0; });
  });
  if (!terms.length) { return found; }
  function weight(one) {
    return terms.reduce(function (sum, term) {
      return sum + (one.head.indexOf(term) >= 0 ? 40 : 0) + Math.min(count(one.folded, term), 30);
    }, 0);
  }
  return found.map(function (one, at) { return [weight(one), at, one]; })
    .sort(function (a, b) { return b[0] - a[0] || a[1] - b[1]; })
    .map(function (each) { return each[2]; });
}

function prepared(entries) {
  entries.forEach(function (one) {
    one.head = folded(one.name + one.title);
    one.folded = one.head + folded(one.code + one.text);
  });
  return entries;
}

function start() {
  var data = JSON.parse(document.getElementById("data").textContent);
  var entries = prepared(data.entries), shown = [], current = null, pattern = null;
  var list = document.getElementById("list"), read = document.getElementById("read");
  var words = document.getElementById("words");

  function put(parent, name, text, kind) {
    var made = document.createElement(name);
    if (kind) { made.className = kind; }
    pieces(text, pattern).forEach(function (piece) {
      var part = document.createElement(piece[1] ? "mark" : "span");
      part.textContent = piece[0];
      made.appendChild(part);
    });
    parent.appendChild(made);
    return made;
  }
  function under(one) {
    return [one.name, one.city, one.area].filter(function (each) { return each; }).join("　");
  }
  function open(one) {
    current = one;
    read.textContent = "";
    Array.from(list.querySelectorAll("button")).forEach(function (button, at) {
      button.setAttribute("aria-current", shown[at] === one ? "true" : "false");
    });
    if (!one) { return; }
    put(read, "h2", one.title || one.name);
    put(read, "div", one.name, "under");
    var facts = document.createElement("dl");
    one.facts.forEach(function (fact) { put(facts, "dt", fact[0]); put(facts, "dd", fact[1]); });
    read.appendChild(facts);
    var files = document.createElement("p");
    files.className = "files";
    one.files.forEach(function (file) {
      var link = document.createElement("a");
      link.href = file[1];
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      link.textContent = file[0];
      files.appendChild(link);
    });
    if (one.files.length) { read.appendChild(files); }
    one.lacking.forEach(function (line) { put(read, "p", line, "lacking"); });
    put(read, "div", one.text || "没有读到正文的文字，请打开上面的文件。", "text");
    read.scrollTop = 0;
    var first = read.querySelector(".text mark");
    if (first && first.scrollIntoView) { first.scrollIntoView({ block: "center" }); }
  }
  function show() {
    var chosen = {};
    KINDS.forEach(function (kind) { chosen[kind] = document.getElementById(kind).value; });
    shown = search(entries, words.value, chosen);
    pattern = patternOf(termsOf(words.value));
    list.textContent = "";
    shown.forEach(function (one) {
      var line = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      put(button, "span", one.title || one.name, "name");
      put(button, "span", under(one), "under");
      put(button, "span", cut(one.abstract && !pattern ? one.abstract : bodyOf(one), pattern), "cut");
      button.addEventListener("click", function () { open(one); });
      line.appendChild(button);
      list.appendChild(line);
    });
    if (!shown.length) { put(list, "li", "没有找到。换一个词，或去掉上面的筛选。", "none"); }
    open(shown.indexOf(current) >= 0 ? current : shown[0] || null);
  }
  KINDS.forEach(function (kind) {
    var box = document.getElementById(kind), values = [];
    entries.forEach(function (one) { if (one[kind] && values.indexOf(one[kind]) < 0) { values.push(one[kind]); } });
    box.add(new Option(TITLES[kind], ""));
    values.forEach(function (value) { box.add(new Option(String(value), String(value))); });
    box.hidden = values.length < 2;
    box.addEventListener("change", show);
  });
  words.addEventListener("input", show);
  show();
  words.focus();
}

if (typeof document !== "undefined") { start(); }
