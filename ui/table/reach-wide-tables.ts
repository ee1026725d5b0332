/** A table (or the rail of a case's stages) wider than its place is scrolled sideways by keyboard too, though nothing in it may be focused (WCAG 2.1.1); the kit leaves that to its user. */

const scrollers = '.ant-table-content, .ant-table-body, .flow-rail';

function mark(table: HTMLElement): void {
  const wide = table.scrollWidth > table.clientWidth;
  if (wide === (table.tabIndex === 0)) return;
  if (wide) table.tabIndex = 0;
  else table.removeAttribute('tabindex');
}

/** Watches all tables of the page, at most once a frame. Returns what ends it. */
export function reachWideTables(): () => void {
  let waiting = 0;
  const look = () => {
    waiting = 0;
    for (const table of document.querySelectorAll<HTMLElement>(scrollers)) mark(table);
  };
  const soon = () => {
    if (waiting === 0) waiting = requestAnimationFrame(look);
  };
  const watcher = new MutationObserver(soon);
  watcher.observe(document.body, { childList: true, subtree: true });
  addEventListener('resize', soon);
  return () => {
    watcher.disconnect();
    removeEventListener('resize', soon);
    cancelAnimationFrame(waiting);
  };
}
