/** What an administrator does with a case that is stuck: 跳转 to any node, and repeating work of the machine that failed. */
import { flowErrors } from '../../../contract.ts';
import { moveToken, nextId, removeToken, root } from '../token/draft.ts';
import { joinTrails } from '../token/join.ts';
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

export const retry: TokenVerb = {
  title: '重试',
  needs: [],
  whole: true,
  refuses(seen) {
    const failed = Object.values(seen.before.tokens.waits).some((wait) => wait.incident !== null);
    return unlessRunning(seen) ?? unlessAdministers(seen) ?? (failed ? undefined : flowErrors.noIncident());
  },
  play(draft) {
    for (const wait of draft.waits.values())
      if (wait.incident !== null) draft.waits.set(wait.id, { ...wait, incident: null });
    return { title: '重试', source: 'verb.retry' };
  },
};
