// The keys of the chat, and the scrolling to what was asked last.

const CHIPS = '[class*="st-key-chips-"] button';
const QUESTIONS = "h2.pincite-question";

export default function (component) {
  const { data, parentElement: root } = component;
  root.keys ??= listen(root);
  root.keys.show(data);
  return () => {
    root.keys.leave();
    delete root.keys;
  };
}

function listen(root) {
  const list = root.querySelector("dialog");
  const box = () => document.querySelector('[data-testid="stChatInput"] textarea');
  let shown = null;
  let scrolled = null;

  // What the list says comes from the page, in the reader's language.
  function say(words) {
    for (const element of root.querySelectorAll("[data-text]"))
      element.textContent = words[element.dataset.text];
    for (const element of root.querySelectorAll("[data-label]"))
      element.setAttribute("aria-label", words[element.dataset.label]);
  }

  const isWriting = (element) =>
    element.matches?.('input, textarea, select, [contenteditable="true"], [role="combobox"]');

  // Those that can be seen: a folded part hides its own.
  const chips = () => [...document.querySelectorAll(CHIPS)].filter((chip) => chip.offsetParent);

  function toCitations() {
    const all = chips();
    const asked = [...document.querySelectorAll(QUESTIONS)].pop();
    const ofLast = all.find(
      (chip) => !asked || asked.compareDocumentPosition(chip) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    (ofLast ?? all.pop())?.focus();
  }

  function move(chip, by) {
    const all = chips();
    all[all.indexOf(chip) + by]?.focus();
  }

  function onKey(event) {
    const target = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(target)) return;
    if (list.open || document.querySelector('[role="dialog"], [role="listbox"]')) return;
    const chip = target.closest?.(CHIPS);
    const act = {
      "?": () => list.showModal(),
      "/": () => box()?.focus(),
      c: toCitations,
      ...(chip && {
        ArrowDown: () => move(chip, 1),
        ArrowRight: () => move(chip, 1),
        ArrowUp: () => move(chip, -1),
        ArrowLeft: () => move(chip, -1),
      }),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // What was asked last stands at the top, and what comes of it below. For a moment the page still
  // grows: until then, or until somebody scrolls. A conversation without a question begins at the
  // top of the page.
  async function scroll(count) {
    const mine = (scrolled = {});
    for (let tries = 0; tries < 30 && scrolled === mine; tries++) {
      const asked = document.querySelectorAll(QUESTIONS);
      if (!count) document.querySelector("h1.pincite-case")?.scrollIntoView({ block: "center" });
      if (count && asked.length >= count) asked[count - 1].scrollIntoView({ block: "start" });
      await new Promise((next) => setTimeout(next, 60));
    }
  }

  const letBe = () => (scrolled = null);
  const HANDS = ["wheel", "touchmove", "pointerdown", "keydown"];
  HANDS.forEach((hand) => document.addEventListener(hand, letBe, { passive: true }));
  document.addEventListener("keydown", onKey);
  root.querySelector(".open").onclick = () => list.showModal();
  root.querySelector(".close").onclick = () => list.close();
  list.onclick = (event) => event.target === list && list.close();
  const hasKeys = window.matchMedia("(pointer: fine)").matches;

  return {
    show(data) {
      const before = shown;
      shown = data;
      if (!before) say(Object.fromEntries(data.words));
      if (!before && hasKeys && document.activeElement === document.body) box()?.focus();
      const isNew = before?.conversation !== data.conversation || before?.count !== data.count;
      if (isNew || before?.waits !== data.waits) scroll(data.shown);
    },
    leave: () => {
      letBe();
      document.removeEventListener("keydown", onKey);
      HANDS.forEach((hand) => document.removeEventListener(hand, letBe));
    },
  };
}
