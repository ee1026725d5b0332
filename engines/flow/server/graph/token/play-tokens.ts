/** Plays a decided step on a case in memory, as graph/case/write-token-step.ts does in the database. */
import type { CaseFacts } from '../../step/types.ts';
import { raisesVersion } from '../../step/play-step.ts';
import type { TokenCase, TokenStep } from './types.ts';

export function playTokens(before: TokenCase, step: TokenStep, by: string, newId: () => string): TokenCase {
  const version = before.row.version + (raisesVersion(step.entry.action) ? 1 : 0);
  const answered = before.requests.find((each) => each.id === step.decides?.id);
  const gone = new Set(step.closed.map(({ item }) => item.id));
  const left = before.requests.filter(
    (each) => each.id !== step.decides?.id && (each.item === undefined || !gone.has(each.item)),
  );
  const asking = before.tokens.items[step.asks?.item ?? ''];
  const asked =
    step.asks === undefined || asking === undefined
      ? []
      : [{ ...step.asks, id: newId(), askedBy: by, unit: asking.unit }];
  const refused =
    answered?.kind === 'dispute' && step.decides?.granted === false && answered.unit !== null
      ? [answered.unit]
      : [];
  return {
    row: { ...before.row, ...step.fields, version } as CaseFacts,
    tokens: step.tokens,
    requests: [...left, ...asked],
    refusedUnits: [...before.refusedUnits, ...refused],
  };
}
