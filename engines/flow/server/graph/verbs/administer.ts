/** What an administrator does with a case that is stuck: 跳转 to any node, and repeating work of the machine that failed. */
import { flowErrors } from '../../../contract.ts';
import { givenTo } from '../token/advance.ts';
import { type Draft, moveToken, nextId, removeToken, root } from '../token/draft.ts';
import { fireWait } from '../token/event.ts';
import { joinTrails } from '../token/join.ts';
import type { Wait } from '../token/types.ts';
import {
  invalid,
  opinionOf,
  type Seen,
  type TokenVerb,
  unlessAdministers,
  unlessOpen,
  unlessRunning,
} from './verb-words.ts';

/** Nodes of the process itself to which the case, or one branch of it, can be put. */
export function jumpTargets({ model }: Pick<Seen, 'model'>): readonly string[] {
  return Object.entries(model.nodes).flatMap(([id, node]) =>
    node.within === undefined && node.kind !== 'boundary' && node.kind !== 'start' ? [id] : [],
  );
}

export const jump: TokenVerb = {
  title: '跳转',
  needs: ['opinion', 'stage'],
  negative: true,
  whole: true,
  refuses: (seen) => unlessOpen(seen) ?? unlessAdministers(seen),
  play(draft, seen) {
    opinionOf(draft);
    const { stage, item } = draft.command.target;
    if (stage === undefined || !jumpTargets(seen).includes(stage)) throw flowErrors.notThere();
    const branch = item === undefined ? undefined : draft.tokens.get(draft.items.get(item)?.token ?? '');
    if (item !== undefined && branch?.scope !== root) throw invalid('target.item', '该分支不能单独跳转');
    const leaving = [...draft.tokens.values()].filter(
      (token) => token.scope === root && (branch === undefined || token.id === branch.id),
    );
    const trail = joinTrails(leaving.map((token) => token.trail));
    for (const token of leaving) removeToken(draft, token.id);
    moveToken(draft, { id: nextId(draft, 't'), scope: root, node: stage, via: null, trail });
    return { title: `跳转到“${seen.model.nodes[stage]?.title ?? ''}”`, source: 'verb.jump' };
  },
};

/** Jobs and timers are due again; a called case is asked for again; a message or signal that came goes on with what it brought. */
function again(draft: Draft, { came, ...wait }: Wait): void {
  draft.waits.set(wait.id, { ...wait, incident: null });
  const token = draft.tokens.get(wait.token);
  const node = draft.model.nodes[wait.node];
  if (node?.kind === 'call' && wait.kind === 'call' && token !== undefined)
    draft.calls.push({ wait: wait.id, type: wait.name, values: givenTo(draft, token, node) });
  if (came === undefined) return;
  Object.assign(draft.fields, came);
  fireWait(draft, { ...wait, incident: null });
}

export const retry: TokenVerb = {
  title: '重试',
  needs: [],
  whole: true,
  refuses(seen) {
    const failed = Object.values(seen.before.tokens.waits).some((wait) => wait.incident !== null);
    return unlessRunning(seen) ?? unlessAdministers(seen) ?? (failed ? undefined : flowErrors.noIncident());
  },
  play(draft) {
    for (const wait of draft.waits.values()) if (wait.incident !== null) again(draft, wait);
    return { title: '重试', source: 'verb.retry' };
  },
};
