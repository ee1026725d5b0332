/** A share as people read it: cut, not rounded, so that only what lacks nothing shows 100%; without a whole it is '—'. */
export function shareText(part: number, whole: number): string {
  return whole === 0 ? '—' : `${(Math.floor((part / whole) * 1000 + 1e-9) / 10).toFixed(1)}%`;
}
