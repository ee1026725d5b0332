/** What several chosen work items have in common, and which acts can be done on all of them at once. Pure. */

interface Chosen {
  readonly type: string;
  readonly stage: string;
  readonly suspended: boolean;
}

interface OfferShape {
  readonly action: string;
  readonly needs: readonly string[];
}

/** Why these cannot be handled together; undefined when they can. */
export function whyNotTogether(items: readonly Chosen[]): string | undefined {
  const [first] = items;
  if (!first) return '请先选择案件';
  if (items.some((item) => item.type !== first.type)) return '所选案件类型不同，请选择同一类型的案件';
  if (items.some((item) => item.stage !== first.stage)) return '所选案件环节不同，请选择同一环节的案件';
  if (items.length > mostAtOnce) return `一次最多批量办理 ${mostAtOnce} 件`;
  return items.some((item) => item.suspended) ? '所选案件中有已挂起的，请先恢复' : undefined;
}

/** As the batch route takes. */
const mostAtOnce = 100;

/** One opinion or one unit can stand for many cases; fields, files and targets belong to one. */
const sharable = new Set(['opinion', 'unit', 'person']);

export function batchOffers<O extends OfferShape>(offers: readonly O[]): readonly O[] {
  return offers.filter(
    ({ action, needs }) =>
      (!action.startsWith('verb.') || action === 'verb.claim') && needs.every((need) => sharable.has(need)),
  );
}
