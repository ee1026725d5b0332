/** The total that a pager needs where the server tells only whether more follows: what is known, and one row beyond. Pure. */
export function countSoFar(page: number, size: number, rows: number, more: boolean): number {
  return (page - 1) * size + rows + (more ? 1 : 0);
}
