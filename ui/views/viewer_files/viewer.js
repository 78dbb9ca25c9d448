// The document beside the chat. Words of documents are only ever set as text, never as HTML.
//
// Where the quotes of the page stand is known here before one is opened. A click on a citation is
// followed at once; Streamlit, which is told by the same click, draws what stands around the
// document somewhat later, and says what is open. Until it says so, what it said before is old.

const LEAST = 0.5, MOST = 4, STEP = 1.25;
const KEPT = 24; // pictures of pages that were shown, or pointed at
const UNHEARD = 4000; // milliseconds in which Streamlit follows a click, but for a busy computer

export default function (component) {
  const { data, parentElement: root, setTriggerValue } = component;
  const find = (selector) => root.querySelector(selector);
  const view = (root.view ??= makeView(root, find));
  view.send = setTriggerValue;
  view.hear({ ...data, words: Object.fromEntries(data.words) });
  return () => view.leave();
}

function makeView(root, find) {
  const view = {
    id: null, zoom: 1, data: null, hits: [], hit: -1, texts: new Map(), images: new Map(),
    heard: null, ahead: new Map(), awaited: null, isOpen: false,
  };
  const pages = find(".pages");
  const section = find("section");
  const dock = () => root.host.closest(".st-key-viewer");

  const observer = new IntersectionObserver(
    (entries) => entries.filter((one) => one.isIntersecting).forEach((one) => load(one.target)),
    { root: pages, rootMargin: "600px 0px" },
  );

  const url = (rest) => `/library/${view.data.document}/${rest}`;

  // What is said around the document comes from the page, in the reader's language.
  const say = (name, gaps = {}) =>
    view.heard.words[name].replace(/\{(\w+)\}/g, (gap, key) => gaps[key] ?? gap);

  function sayAll() {
    if (view.said === view.heard.words.close) return;
    view.said = view.heard.words.close;
    for (const element of root.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
    for (const element of root.querySelectorAll("[data-title]")) element.title = say(element.dataset.title);
    for (const element of root.querySelectorAll("[data-label]"))
      element.setAttribute("aria-label", say(element.dataset.label));
    for (const element of root.querySelectorAll("[data-placeholder]"))
      element.placeholder = say(element.dataset.placeholder);
  }

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // Building

  function build() {
    observer.disconnect();
    view.texts.clear();
    pages.replaceChildren();
    pages.scrollTop = 0;
    find(".thumbs").replaceChildren();
    find(".thumbs").hidden = true;
    find(".overview").setAttribute("aria-pressed", "false");
    forgetSearch();
    setZoom(1);
    const { sheets, paged } = view.data;
    for (const sheet of sheets) {
      const figure = make("figure");
      figure.dataset.page = sheet.number;
      if (paged) {
        const frame = make("div", { className: "sheet" });
        frame.style.aspectRatio = `${sheet.width || 612} / ${sheet.height || 792}`;
        figure.append(frame, make("figcaption", { textContent: pageName(sheet) }));
      } else {
        figure.append(make("div", { className: "words-of-page", dir: "auto" }));
        if (sheet.width) figure.append(make("figcaption", { textContent: pageName(sheet) }));
      }
      pages.append(figure);
      observer.observe(figure);
    }
    find(".of").textContent = say("of", { count: sheets.length });
    for (const part of [".overview", ".go"]) find(part).hidden = !paged || sheets.length < 2;
    find(".original").href = url("original");
  }

  const pageName = (sheet) =>
    sheet.label && sheet.label !== String(sheet.number)
      ? say("printedPage", { number: sheet.number, label: sheet.label })
      : say("numberedPage", { number: sheet.number });

  const figureOf = (page) => find(`figure[data-page="${page}"]`);
  const sheetOf = (page) => view.data.sheets.find((one) => one.number === page);

  async function load(figure) {
    const page = Number(figure.dataset.page);
    if (view.data.paged) picture(figure, page);
    if (figure.dataset.loading) return;
    figure.dataset.loading = "yes";
    const asked = view.id;
    let answer;
    try {
      answer = await fetch(url(`text/${page}`));
    } catch {
      answer = { ok: false };
    }
    if (view.id !== asked) return;
    if (!answer.ok) {
      delete figure.dataset.loading;
      return;
    }
    view.texts.set(page, (await answer.json()).lines);
    if (view.id !== asked) return;
    if (view.data.paged) layText(figure, page);
    mark(page);
  }

  // The image of a page, which is kept: it is there at once when its page is shown again.
  function imageOf(address) {
    const image = view.images.get(address) ?? make("img", { onerror: () => view.images.delete(address), src: address });
    view.images.delete(address);
    view.images.set(address, image);
    for (const oldest of view.images.keys()) if (view.images.size > KEPT) view.images.delete(oldest);
    return image;
  }

  const sizeWanted = (zoom) => (zoom > 1.3 || window.devicePixelRatio > 1.5 ? "large" : "page");

  function picture(figure, page) {
    const size = sizeWanted(view.zoom);
    const frame = figure.querySelector(".sheet");
    const shown = frame.querySelector("img");
    if (figure.dataset.size === "large" || figure.dataset.size === size) return;
    figure.dataset.size = size;
    const image = imageOf(url(`${size}/${page}.png`));
    image.alt = say("picture", { number: page, path: view.data.path });
    if (!shown) frame.insertBefore(image, frame.firstChild);
    else image.decode().then(() => frame.querySelector("img")?.replaceWith(image), () => {});
  }

  function layText(figure, page) {
    const { width, height } = sheetOf(page);
    const layer = make("div", { className: "lines" });
    for (const line of view.texts.get(page)) {
      if (!line.box) continue;
      const [x0, y0, x1, y1] = line.box;
      const span = make("span", { textContent: line.text + "\n", dir: "auto" });
      span.style.left = `${(100 * x0) / width}%`;
      span.style.top = `${(100 * y0) / height}%`;
      span.style.fontSize = `${(100 * (y1 - y0)) / width}cqw`;
      span.dataset.share = (x1 - x0) / width;
      layer.append(span);
    }
    const frame = figure.querySelector(".sheet");
    frame.append(layer);
    const across = frame.clientWidth;
    for (const span of layer.children) {
      const natural = span.scrollWidth || span.offsetWidth;
      if (natural) span.style.transform = `scaleX(${(span.dataset.share * across) / natural})`;
    }
  }

  // Highlights

  function stretches() {
    const quote = (view.data.stretches ?? []).map((one) => ({ ...one, name: "of-quote" }));
    const hits = view.hits.flatMap((hit, at) =>
      hit.map((one) => ({ ...one, name: at === view.hit ? "of-search here" : "of-search" })),
    );
    return [...quote, ...hits];
  }

  function mark(page) {
    const figure = figureOf(page);
    const here = stretches().filter((one) => one.page === page);
    if (view.data.paged) {
      const { width, height } = sheetOf(page);
      const frame = figure.querySelector(".sheet");
      frame.querySelectorAll(".mark").forEach((one) => one.remove());
      for (const { box, name } of here) {
        if (!box) continue;
        const [x0, y0, x1, y1] = box;
        const element = make("div", { className: `mark ${name}` });
        element.style.left = `${(100 * (x0 - 1.5)) / width}%`;
        element.style.top = `${(100 * (y0 - 1.5)) / height}%`;
        element.style.width = `${(100 * (x1 - x0 + 3)) / width}%`;
        element.style.height = `${(100 * (y1 - y0 + 3)) / height}%`;
        frame.append(element);
      }
    } else if (view.texts.has(page)) {
      const words = figure.querySelector(".words-of-page");
      words.replaceChildren(
        ...view.texts.get(page).map((line, at) => paragraph(line, here.filter((one) => one.line === at))),
      );
    }
  }

  function paragraph(line, marks) {
    const element = make("p", { className: `role-${line.role}`, dir: "auto" });
    let done = 0;
    for (const one of [...marks].sort((a, b) => a.start - b.start)) {
      if (one.end <= done) continue;
      const start = Math.max(one.start, done);
      element.append(line.text.slice(done, start));
      element.append(make("mark", { className: one.name, textContent: line.text.slice(start, one.end) }));
      done = one.end;
    }
    element.append(line.text.slice(done));
    return element;
  }

  const markAll = () => pages.querySelectorAll("figure").forEach((one) => mark(Number(one.dataset.page)));

  async function goTo(stretch, smooth) {
    if (!stretch) return;
    const figure = figureOf(stretch.page);
    if (!figure) return;
    const loaded = load(figure);
    // The picture of a page has its place before it is there; words have not.
    if (!view.data.paged) await loaded;
    // On a page that is just being drawn, the document has no height yet.
    for (let tries = 0; tries < 50 && !pages.clientHeight; tries++)
      await new Promise((next) => setTimeout(next, 40));
    for (let tries = 0; tries < 50 && !view.data.paged && !view.texts.has(stretch.page); tries++)
      await new Promise((next) => setTimeout(next, 40));
    const target = view.data.paged && stretch.box ? null : figure.querySelectorAll("p")[stretch.line];
    const within = target
      ? target.getBoundingClientRect().top - pages.getBoundingClientRect().top + pages.scrollTop
      : figure.offsetTop + ((stretch.box?.[1] ?? 0) / (sheetOf(stretch.page).height || 792)) * figure.clientHeight;
    // In one step: a second one would end the first on its way.
    const left = view.zoom > 1 && stretch.box ? (stretch.box[0] / sheetOf(stretch.page).width) * figure.clientWidth - 40 : 0;
    pages.scrollTo({
      top: Math.max(0, within - pages.clientHeight / 3),
      left: Math.max(0, left),
      behavior: smooth ? "smooth" : "auto",
    });
  }

  // Tools

  // What stays in its place while the pages grow, as shares of them all: the beginning of the hit or
  // of the quote if it is in sight, or else the middle.
  function heldPoint() {
    const shown = pages.getBoundingClientRect();
    const marks = [...pages.querySelectorAll(".here"), ...pages.querySelectorAll(".of-quote")];
    const seen = marks
      .map((one) => one.getBoundingClientRect())
      .find(({ top, bottom }) => top >= shown.top && bottom <= shown.bottom);
    const x = seen ? seen.left - shown.left : pages.clientWidth / 2;
    const y = seen ? seen.top - shown.top : pages.clientHeight / 2;
    return [(pages.scrollLeft + x) / (pages.scrollWidth || 1), (pages.scrollTop + y) / (pages.scrollHeight || 1)];
  }

  function setZoom(zoom) {
    view.zoom = Math.min(MOST, Math.max(LEAST, zoom));
    const [across, down] = heldPoint();
    const [x, y] = [across * pages.scrollWidth - pages.scrollLeft, down * pages.scrollHeight - pages.scrollTop];
    pages.style.setProperty("--zoom", view.zoom);
    find(".fit").textContent = `${Math.round(view.zoom * 100)}%`;
    pages.scrollTo({ left: across * pages.scrollWidth - x, top: down * pages.scrollHeight - y });
    if (view.data?.paged)
      pages.querySelectorAll("figure[data-loading]").forEach((one) => {
        picture(one, Number(one.dataset.page));
        const frame = one.querySelector(".sheet");
        for (const span of one.querySelectorAll(".lines span")) {
          span.style.transform = "none";
          const natural = span.scrollWidth || span.offsetWidth;
          if (natural) span.style.transform = `scaleX(${(span.dataset.share * frame.clientWidth) / natural})`;
        }
      });
  }

  // A phone that is turned and a window that changes keep in sight what was.
  let held = null;
  let height = 0;
  pages.addEventListener("scroll", () => (held = heldPoint()), { passive: true });
  new ResizeObserver(() => {
    const before = height;
    height = pages.clientHeight;
    if (!before || !height || !held || !view.data) return;
    const [across, down] = held;
    setZoom(view.zoom); // what lies over the pictures fits the new size
    pages.scrollTo({
      left: across * pages.scrollWidth - pages.clientWidth / 3,
      top: down * pages.scrollHeight - height / 3,
    });
  }).observe(pages);

  function forgetSearch() {
    find(".words").value = view.searched = "";
    setHits([]);
  }

  function setHits(hits, most) {
    view.hits = hits;
    view.most = most;
    view.hit = hits.length ? 0 : -1;
    tellHits(most);
  }

  function tellHits(most = view.most) {
    const words = find(".words").value.trim();
    const count = view.hits.length;
    const gaps = { at: view.hit + 1, count };
    find(".found").textContent = !words
      ? ""
      : !count
        ? say("notFound")
        : count === most
          ? say("hitOfMore", gaps)
          : say("hit", gaps);
  }

  async function search(back) {
    const words = find(".words").value.trim();
    if (words && words === view.searched && view.hits.length) {
      view.hit = (view.hit + (back ? -1 : 1) + view.hits.length) % view.hits.length;
    } else {
      view.searched = words;
      const answer = words ? await fetch(url(`find?q=${encodeURIComponent(words)}`)) : null;
      const { found, most } = answer?.ok ? await answer.json() : { found: [] };
      setHits(found, most);
    }
    tellHits();
    if (view.data) markAll();
    goTo(view.hits[view.hit]?.[0], true);
  }

  function thumbs() {
    const nav = find(".thumbs");
    nav.hidden = !nav.hidden;
    find(".overview").setAttribute("aria-pressed", String(!nav.hidden));
    if (nav.hidden || nav.children.length) return;
    for (const sheet of view.data.sheets) {
      const image = make("img", { loading: "lazy", alt: "", src: url(`small/${sheet.number}.png`) });
      image.style.aspectRatio = `${sheet.width || 612} / ${sheet.height || 792}`;
      const button = make("button", { type: "button" }, image, String(sheet.number));
      button.setAttribute("aria-label", pageName(sheet));
      button.onclick = () => goTo({ page: sheet.number, line: 0 });
      nav.append(button);
    }
  }

  async function copy() {
    const text = view.data.copied;
    const button = find(".copy");
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = say("copied");
    } catch {
      button.textContent = say("noCopy");
    }
    setTimeout(() => (button.textContent = say("copy")), 2500);
  }

  // What was opened or closed here, until Streamlit says the same. Two clicks in one instant may
  // reach it in the wrong order: then it is told once more, and at last has its way.
  function awaitStreamlit(place) {
    const opener = place?.opener ?? "";
    forgetAwaited();
    view.awaited = { opener, mark: place?.mark };
    view.awaited.timer = setTimeout(() => {
      view.send("open", opener);
      view.awaited.timer = setTimeout(believe, 4 * UNHEARD);
    }, UNHEARD);
  }

  function forgetAwaited() {
    clearTimeout(view.awaited?.timer);
    view.awaited = null;
  }

  function isAwaited({ open, gone }) {
    const opener = (open ?? gone)?.opener ?? "";
    return opener === view.awaited.opener && (!open || open.mark === view.awaited.mark);
  }

  function believe() {
    forgetAwaited();
    delete dock().dataset.ahead;
    if (view.heard.gone) showGone(view.heard.gone);
    else show(view.heard.open);
  }

  function goAhead(place) {
    awaitStreamlit(place);
    dock().dataset.ahead = "yes";
    show(place);
  }

  function close() {
    const opener = view.data.opener && document.querySelector(`.st-key-${CSS.escape(view.data.opener)} button`);
    awaitStreamlit(null);
    show(null);
    view.send("close", true);
    opener?.focus();
  }

  function move(by) {
    const at = view.data.at + by;
    if (view.data.at === null || at < 0 || at >= view.heard.count) return;
    const place = [...view.ahead.values()].find((one) => one.at === at);
    if (place) goAhead(place);
    view.send("go", at);
  }

  // The place that a button opens, if it is known here.
  function placeAt(target) {
    for (let at = target.closest?.('[class*="st-key-"]'); at; at = at.parentElement.closest('[class*="st-key-"]'))
      for (const name of at.classList)
        if (view.ahead.has(name)) return view.ahead.get(name);
    return null;
  }

  const onClick = (event) => {
    const button = event.target.closest?.("button");
    const place = button && placeAt(button);
    if (place) goAhead(place);
  };
  // Whoever points at a citation, or comes to it by keys, may open it next.
  const onPoint = (event) => {
    const place = placeAt(event.target);
    const page = place && documentOf(place)?.paged && place.stretches[0]?.page;
    if (page) imageOf(`/library/${place.document}/${sizeWanted(view.zoom)}/${page}.png`);
  };
  document.addEventListener("click", onClick, true);
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, onPoint);

  find(".close").onclick = close;
  find(".previous").onclick = () => move(-1);
  find(".next").onclick = () => move(1);
  find(".copy").onclick = copy;
  find(".overview").onclick = thumbs;
  find(".out").onclick = () => setZoom(view.zoom / STEP);
  find(".in").onclick = () => setZoom(view.zoom * STEP);
  find(".fit").onclick = () => setZoom(1);
  find(".search").onsubmit = (event) => {
    event.preventDefault();
    search(false);
  };
  find(".words").onkeydown = (event) => {
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      search(true);
    }
  };
  find(".page").onchange = (event) => goTo({ page: Number(event.target.value), line: 0 });
  pages.onscroll = () => {
    const top = pages.scrollTop + pages.clientHeight / 3;
    const shown = [...pages.children].filter((one) => one.offsetTop <= top).pop();
    if (shown && root.activeElement !== find(".page")) find(".page").value = shown.dataset.page;
  };
  section.onkeydown = (event) => {
    if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowLeft: () => move(-1),
      ArrowRight: () => move(1),
      "+": () => setZoom(view.zoom * STEP),
      "-": () => setZoom(view.zoom / STEP),
      "/": () => find(".words").focus(),
    }[event.key];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  };
  // Wherever the focus is, unless something else is open that Escape closes.
  const onEscape = (event) => {
    if (event.key !== "Escape" || !view.isOpen || document.querySelector('[role="dialog"], [role="listbox"]')) return;
    if (find(".words").value && root.activeElement === find(".words")) {
      find(".words").value = "";
      search(false);
    } else {
      close();
    }
  };
  document.addEventListener("keydown", onEscape);

  const documentOf = (place) => view.heard.documents.find((one) => one.id === place.document);

  // What Streamlit says: the quotes of the page, and what is open.
  view.hear = (data) => {
    const isElsewhere = data.where !== view.heard?.where;
    view.heard = data;
    view.ahead = new Map(data.ahead.map((place) => [`st-key-${place.opener}`, place]));
    dock().dataset.quotes = data.count; // known here from now on
    sayAll();
    if (isElsewhere || !view.awaited || isAwaited(data)) believe();
  };

  function showGone({ title, opener }) {
    view.id = null;
    view.data = { opener, at: null };
    open(title, true);
  }

  function open(title, isGone) {
    view.isOpen = true;
    dock().dataset.open = "yes";
    section.setAttribute("aria-label", say("named", { title }));
    find("h2").textContent = title;
    for (const part of [".quote", ".tools", ".body", ".original"]) find(part).hidden = isGone;
  }

  function show(place) {
    if (!place) {
      if (view.isOpen) forgetSearch();
      view.isOpen = false;
      delete dock().dataset.open;
      return;
    }
    const data = { ...documentOf(place), ...place };
    const isOther = data.document !== view.id || data.paged !== view.data?.paged;
    const isMoved = isOther || !view.isOpen || data.mark !== view.data?.mark;
    view.data = data;
    open(data.title, false);
    find(".quote").hidden = !data.pin;
    find(".pin").textContent = data.pin;
    const count = view.heard.count;
    const several = data.at !== null && count > 1;
    find(".at").textContent = several ? say("hit", { at: data.at + 1, count }) : "";
    for (const [name, off] of [[".previous", data.at === 0], [".next", data.at === count - 1]]) {
      find(name).hidden = !several;
      find(name).disabled = off;
    }
    if (isOther) {
      view.id = data.document;
      build();
    }
    if (isMoved) {
      markAll();
      goTo(data.stretches[0] ?? { page: data.sheets[0].number, line: 0 });
      section.focus({ preventScroll: true });
    }
  }

  view.leave = () => {
    forgetAwaited();
    document.removeEventListener("keydown", onEscape);
    document.removeEventListener("click", onClick, true);
    for (const kind of ["pointerover", "focusin"]) document.removeEventListener(kind, onPoint);
    observer.disconnect();
    delete root.view;
  };
  return view;
}
