/** Walks a table by keyboard: j and k to the next and last row, x chooses it; Enter opens it (the table does that itself). */
import { type RefObject, useEffect } from 'react';

export function useRowKeys(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      // A drawer above the list has the keys for itself.
      if (document.querySelector('.ant-drawer-open, .ant-modal-wrap:not([style*="display: none"])')) return;
      const rows = [...(place.current?.querySelectorAll<HTMLElement>('tr.is-open-row') ?? [])];
      const here = rows.findIndex((row) => row.contains(document.activeElement));
      if (event.key === 'j' || event.key === 'k') {
        const next =
          here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + (event.key === 'j' ? 1 : -1)));
        rows[next]?.focus();
        rows[next]?.scrollIntoView({ block: 'nearest' });
        event.preventDefault();
      } else if (event.key === 'x' && here >= 0) {
        rows[here]?.querySelector<HTMLInputElement>('.ant-checkbox-input')?.click();
        rows[here]?.focus();
      }
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [place]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=checkbox]),textarea,select,[contenteditable]') !== null
  );
}
