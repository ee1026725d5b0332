/** Writes a decided step of a graph and tells of it: row, tokens, events for messages and called cases, notices. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { CaseProcess, CaseType } from '../../../../../kernel/case.ts';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Work } from '../../../../store/index.ts';
import type { CaseKind } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { writeRow } from '../../case/take-step.ts';
import { emitChange, emitNotices } from '../../case/tell-change.ts';
import { raisesVersion } from '../../step/play-step.ts';
import type { CaseFacts } from '../../step/types.ts';
import { openItems } from '../token/decide-tokens.ts';
import type { Sent, TokenCase, TokenCommand, TokenStep } from '../token/types.ts';
import { stagedView } from '../verbs/verb-words.ts';
import { unitsOf } from './gather-token-facts.ts';
import { writeTokenStep } from './write-token-step.ts';

/** Payload of 'flow.sent': a message or signal that a case throws. */
export interface FlowSent extends Sent {
  readonly type: string;
  readonly id: string;
}

/** Payload of 'flow.call': a case that another waits for. */
export interface FlowCall {
  readonly type: string;
  readonly id: string;
  readonly number: string;
  readonly wait: string;
  readonly calls: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Playing {
  readonly kind: CaseKind;
  readonly process: CaseProcess;
  readonly model: ProcessModel;
  readonly before: TokenCase;
  readonly command: TokenCommand;
  readonly step: TokenStep;
  readonly principal: Principal;
  readonly work: Work;
  readonly requestKey: string | undefined;
  readonly actingFor: Principal | undefined;
}

/** Payload of 'flow.uncalled': nobody waits for the called case any more. */
export interface FlowUncalled {
  readonly type: string;
  readonly id: string;
  readonly number: string;
  readonly wait: string;
}

/** Called cases that this step gave up: the caller ended, went back, or another event came first. */
function emitUncalled({ before, step, command, kind, work, principal }: Playing, row: CaseFacts): void {
  for (const wait of Object.values(before.tokens.waits)) {
    const gone = wait.kind === 'call' && step.tokens.waits[wait.id] === undefined;
    if (!gone || wait.id === command.target.wait) continue;
    const payload: FlowUncalled = { type: kind.id, id: row.id, number: row.number, wait: wait.id };
    work.emit('flow.uncalled', principal.id, payload);
  }
}

function emitEffects({ step, kind, work, principal }: Playing, row: CaseFacts): void {
  for (const sent of step.sends) {
    const payload: FlowSent = { ...sent, type: kind.id, id: row.id };
    work.emit('flow.sent', principal.id, payload);
  }
  for (const { wait, type, values } of step.calls) {
    const payload: FlowCall = { type: kind.id, id: row.id, number: row.number, wait, calls: type, values };
    work.emit('flow.call', principal.id, payload);
  }
}

/** What is for the holder goes to everybody who holds something of the case. */
function emitAll(playing: Playing, row: CaseFacts): void {
  const { step, before, kind, process, work, principal } = playing;
  for (const notice of step.notices) {
    const items = notice.to === 'holder' ? openItems(before.tokens) : [undefined];
    for (const item of items) {
      const stage = process.stages[item?.node ?? ''];
      const permission = stage === undefined ? undefined : `${kind.system}:${stage.allow}`;
      emitNotices(
        work,
        principal,
        kind,
        { notices: [notice] },
        stagedView({ before, item }),
        row,
        permission,
      );
    }
  }
  const readers = step.readers.map(({ person }) => person);
  if (readers.length === 0) return;
  work.emit('flow.notice', principal.id, {
    type: kind.id,
    id: row.id,
    number: row.number,
    version: row.version,
    to: { subjects: readers, followers: false },
    kind: 'notice',
    title: step.entry.title,
    body: '请阅知',
  });
}

/** After the row is written (or left as it is): everything else. */
export async function writeGraphStep(engine: FlowEngine, playing: Playing, row: CaseFacts): Promise<void> {
  const { kind, process, before, command, step, principal, work, requestKey, actingFor } = playing;
  writeTokenStep(work, {
    kind,
    process,
    before,
    row,
    command,
    step,
    now: work.now,
    requestKey,
    actingFor: actingFor === undefined ? undefined : { id: actingFor.id, name: actingFor.name },
    units: await unitsOf(engine, step.opened, work),
  });
  const files = [...command.files, ...(command.signature === null ? [] : [command.signature])];
  if (files.length > 0)
    await engine.store.files.attach(work, files, `register:${kind.id}:${row.id}`, principal.id);
  emitEffects(playing, row);
  emitUncalled(playing, row);
  emitChange(engine, work, principal, kind, row, command.action, step.opened.length > 0);
  emitAll(playing, row);
}

export async function playGraphStep(
  engine: FlowEngine,
  playing: Playing,
  locked: boolean,
): Promise<CaseFacts> {
  const { kind, before, command, step, principal, work } = playing;
  const row = raisesVersion(command.action)
    ? await writeRow(kind, work, principal.id, before.row, step.fields, locked)
    : before.row;
  await writeGraphStep(engine, playing, row);
  return row;
}

export type TypedRow = Row<CaseType>;
