// The language of the page, and Streamlit's own words in it.

const SPOKEN = ["aria-label", "title"];

export default function ({ data }) {
  document.documentElement.lang = data.language;
  if (!data.words.length) return;
  let waits = false;

  function sayAll() {
    waits = false;
    for (const [where, said, instead] of data.words)
      for (const part of document.querySelectorAll(where)) say(part, said, instead);
  }

  function say(part, said, instead) {
    for (const each of [part, ...part.querySelectorAll("*")])
      for (const name of SPOKEN)
        put(each.getAttribute(name), said, instead, (text) => each.setAttribute(name, text));
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    // Streamlit keeps such a text by itself and changes it in place, so it is changed in place too.
    while (texts.nextNode()) {
      const node = texts.currentNode;
      put(node.data, said, instead, (text) => (node.data = text));
    }
  }

  // For … anything may stand.
  function put(text, said, instead, write) {
    if (text === said) return write(instead);
    const [start, end] = said.split("…");
    if (end === undefined || !text?.startsWith(start) || !text.endsWith(end)) return;
    write(instead.replace("…", () => text.slice(start.length, text.length - end.length)));
  }

  const watch = new MutationObserver(() => {
    if (!waits) requestAnimationFrame(sayAll);
    waits = true;
  });
  watch.observe(document.body, {
    attributeFilter: SPOKEN,
    characterData: true,
    childList: true,
    subtree: true,
  });
  sayAll();
  return () => watch.disconnect();
}
