// The sidebar of a small screen goes once something was chosen in it that the page then shows.

const SMALL = "(max-width: 768px)";
const CHOSEN = '[data-testid="stSidebarNavLink"], .st-key-conversations button, .st-key-new button, .st-key-beside-create button';

export default function () {
  const onClick = (event) => {
    if (!window.matchMedia(SMALL).matches || !event.target.closest?.(CHOSEN)) return;
    // After what was clicked has been told.
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click());
  };
  document.addEventListener("click", onClick);
  return () => document.removeEventListener("click", onClick);
}
