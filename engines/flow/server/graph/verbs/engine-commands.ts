/** What the engine itself does to a case: opening it, an event that came, work of the machine that is done or failed. */
import type { CityError } from '../../../../../kernel/errors.ts';
import { flowErrors } from '../../../contract.ts';
import { type Draft, moveToken, nextId, root } from '../token/draft.ts';
import { fireWait } from '../token/event.ts';
import { catchError } from '../token/leave.ts';
import { rearm } from '../token/rearm.ts';
import type { Wait } from '../token/types.ts';
import { endAll, openRoot } from './end-case.ts';
import { type Seen, type Told, unlessRunning } from './verb-words.ts';

export interface EngineCommand {
  refuses(seen: Seen): CityError | undefined;
  play(draft: Draft, seen: Seen): Told;
}

function waited(draft: Draft): Wait {
  const wait = draft.waits.get(draft.command.target.wait ?? '');
  if (wait === undefined) throw flowErrors.waitGone();
  return wait;
}

function unlessEngine({ powers }: Seen): CityError | undefined {
  return powers.automatic ? undefined : flowErrors.notHolder();
}

const open: EngineCommand = {
  refuses: () => undefined,
  play(draft) {
    const { stage } = draft.command.target;
    openRoot(draft);
    moveToken(draft, { id: nextId(draft, 't'), scope: root, node: stage ?? '', via: null, trail: {} });
    return { title: '上报' };
  },
};

const waitTitles = {
  timer: '到时',
  message: '收到消息',
  signal: '收到信号',
  job: '自动办理',
  call: '子流程办结',
} as const;

const fire: EngineCommand = {
  refuses: unlessEngine,
  play(draft, seen) {
    const wait = waited(draft);
    if (wait.kind === 'timer' && draft.row.status === 'suspended')
      throw flowErrors.suspended({ number: draft.row.number });
    Object.assign(draft.fields, draft.command.values);
    fireWait(draft, wait);
    const title = seen.model.nodes[wait.node]?.title ?? '';
    return { title: `${waitTitles[wait.kind]}:${title}`, source: `${wait.node}.${wait.kind}` };
  },
};

/** A job that failed for good: the boundary event for its error takes over, else it waits for an administrator. */
const fail: EngineCommand = {
  refuses: unlessEngine,
  play(draft, seen) {
    const wait = waited(draft);
    const token = draft.tokens.get(wait.token);
    const title = seen.model.nodes[wait.node]?.title ?? '';
    const { error = '' } = draft.command.target;
    if (token !== undefined && catchError(draft, token, error)) return { title: `异常转出:${title}` };
    // Timers and jobs are due again by themselves; the rest comes no second time.
    const came = wait.kind === 'message' || wait.kind === 'signal' ? { came: draft.command.values } : {};
    draft.waits.set(wait.id, { ...wait, ...came, incident: draft.command.opinion ?? error });
    return { title: `异常:${title}` };
  },
};

/** The case that it was opened for has ended: nobody waits for it any more. */
const end: EngineCommand = {
  refuses: (seen) => unlessEngine(seen) ?? unlessRunning(seen),
  play(draft, seen) {
    endAll(draft, seen, 'terminated');
    return { title: '随主案件终止', source: 'verb.terminate' };
  },
};

/** The case stands in another version of its process already; what waits and joins there is looked at anew. */
const migrate: EngineCommand = {
  refuses: unlessEngine,
  play(draft) {
    for (const token of draft.tokens.values()) rearm(draft, token);
    return { title: '流程迁移' };
  },
};

export const engineCommands: Readonly<Record<string, EngineCommand>> = {
  open,
  'engine.fire': fire,
  'engine.fail': fail,
  'engine.end': end,
  'engine.migrate': migrate,
};
