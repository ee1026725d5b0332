/** A case that runs by stages as the graph of those stages would hold it: one token, one item, the stages that it has been in. */
import type { CaseState } from '../../step/types.ts';
import { root } from '../../graph/token/draft.ts';
import type { Item, TokenCase, Visit } from '../../graph/token/types.ts';

/** Undefined for a case that is closed. */
export function stagedTokens({
  row,
  item,
  visits,
  requests,
  refusedUnits,
}: CaseState): TokenCase | undefined {
  if (item === undefined) return undefined;
  const been = visits.filter(({ stage }) => stage !== item.stage);
  const kept = been.map(
    ({ stage, unit, person }, at): Visit => ({
      id: `v${at + 1}`,
      node: stage,
      scope: root,
      unit,
      person,
      trail: {},
    }),
  );
  const [tokenId, itemId] = [`t${kept.length + 1}`, `i${kept.length + 2}`];
  const { stage, wholeLimit, id: _id, ...shared } = item;
  const only: Item = {
    ...shared,
    id: itemId,
    token: tokenId,
    node: stage,
    state: 'open',
    manner: 'signer',
    parent: null,
    addedBy: null,
    stageDueAt: row.stageDueAt,
    parkedAt: null,
    action: null,
    vote: null,
  };
  const trail = Object.fromEntries(kept.map((visit) => [visit.node, visit.id]));
  return {
    row,
    tokens: {
      serial: kept.length + 2,
      whole: wholeLimit,
      tokens: { [tokenId]: { id: tokenId, scope: root, node: stage, via: null, trail, rests: 'work' } },
      scopes: { [root]: { id: root, token: null, outer: null, node: null, outcome: null } },
      items: { [itemId]: only },
      waits: {},
      visits: Object.fromEntries(kept.map((visit) => [visit.id, visit])),
    },
    requests: requests.map((each) => ({ ...each, item: itemId })),
    refusedUnits,
  };
}
