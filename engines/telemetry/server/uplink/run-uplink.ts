/** The life of one link in the process that has it: log in, carry what waits, keep alive, and again after ever longer pauses. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Jt809Edition } from '../codec/jt809/message.ts';
import { type CarryDeps, carryBatch, keepAlive } from './carry-queue.ts';
import { LinkProblem, MainLink } from './main-link.ts';
import type { UplinkRow } from './uplink-members.ts';
import { noteDown, noteOff, noteUp, readPause, type Turn } from './uplink-rows.ts';
import type { UplinkSecrets } from './uplink-secret.ts';

export interface RunDeps extends CarryDeps {
  readonly secrets: UplinkSecrets;
  /** Names this process among those that take turns. */
  readonly process: string;
  readonly count: (outcome: string) => void;
  readonly report: (problem: unknown, where: string) => void;
}

const second = 1000;
const doubleWord = 0xffff_ffff;
const login = 0x1001;
const loginAnswer = 0x1002;
const logout = 0x1003;
const logoutAnswer = 0x1004;

/** Ends early, and without a word, when the link is to stop. */
async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}

function turnOf({ process }: RunDeps, { id: uplink }: UplinkRow): Turn {
  return { uplink, process };
}

interface Standing {
  readonly line: MainLink;
  readonly password: string;
  /** What waited when the link was made has at most this number. */
  readonly mark: string;
}

async function stand(deps: RunDeps, link: UplinkRow, signal: AbortSignal): Promise<Standing> {
  const { store } = deps;
  const setting = (name: string) => store.settings.value(`telemetry.${name}`);
  const secret = await deps.secrets.find(link.id);
  if (secret === undefined) throw new LinkProblem('no-secret');
  if (link.encrypted === true && secret.keys === undefined) throw new LinkProblem('no-keys');
  const [accessCode, userId] = [Number(link.accessCode), Number(link.userId)];
  if (Math.max(accessCode, userId) > doubleWord) throw new LinkProblem('wrong-identity');
  const line = await MainLink.open({
    host: link.host,
    port: link.port,
    edition: link.edition as Jt809Edition,
    version: link.protocolVersion,
    accessCode,
    keys: link.encrypted === true ? secret.keys : undefined,
    frameBytes: setting('jt809-frame-bytes'),
    unsentBytes: setting('uplink-unsent-bytes'),
    timeout: setting('uplink-timeout-seconds') * second,
    now: () => store.clock.now().getTime(),
    count: deps.count,
    signal,
  });
  try {
    const { body } = await line.ask(
      login,
      {
        kind: 'login',
        userId,
        password: secret.password,
        ...(link.edition === '2019' ? { centre: accessCode } : {}),
        host: link.subHost ?? '',
        port: link.subPort ?? 0,
      },
      loginAnswer,
    );
    if (body.kind !== 'login-answer') throw new LinkProblem('no-answer');
    if (body.result !== 0) throw new LinkProblem('refused', body.result);
    const mark = await noteUp(store.db, turnOf(deps, link), body.verifyCode, store.clock.now());
    return { line, password: secret.password, mark };
  } catch (problem) {
    await line.end();
    throw problem;
  }
}

async function carry(deps: RunDeps, link: UplinkRow, standing: Standing, signal: AbortSignal): Promise<void> {
  const { line, mark } = standing;
  const setting = (name: string) => deps.store.settings.value(`telemetry.${name}`);
  let aliveAt = performance.now();
  while (!signal.aborted) {
    const carried = await carryBatch(deps, link, line, mark);
    if (carried > 0) aliveAt = performance.now();
    else if (performance.now() - aliveAt >= setting('uplink-alive-seconds') * second) {
      await keepAlive(line);
      aliveAt = performance.now();
    }
    // A full batch has more behind it.
    if (carried < setting('uplink-batch'))
      await Promise.race([rest(setting('uplink-poll-milliseconds'), signal), line.closed]);
    if (line.broken !== undefined) throw line.broken;
  }
  // A farewell that nobody answers changes nothing.
  const farewell = { kind: 'logout', userId: Number(link.userId), password: standing.password } as const;
  await line.ask(logout, farewell, logoutAnswer).catch(() => undefined);
}

async function noteProblem(deps: RunDeps, link: UplinkRow, problem: unknown): Promise<void> {
  const known = problem instanceof LinkProblem ? problem : undefined;
  if (known === undefined) deps.report(problem, 'telemetry.uplink');
  const setting = (name: string) => deps.store.settings.value(`telemetry.${name}`);
  await noteDown(deps.store.db, turnOf(deps, link), {
    reason: known?.reason ?? 'failed',
    result: known?.result,
    first: setting('uplink-retry-seconds'),
    longest: setting('uplink-longest-retry-seconds'),
    now: deps.store.clock.now(),
  });
}

/** Until it is stopped; never rejects. */
export async function runUplink(deps: RunDeps, link: UplinkRow, signal: AbortSignal): Promise<void> {
  const poll = () => deps.store.settings.value('telemetry.uplink-poll-milliseconds');
  while (!signal.aborted) {
    let standing: Standing | undefined;
    try {
      // Asked again and again, since a person may say that it shall be tried now.
      if ((await readPause(deps.store.db, link.id)) > 0) {
        await rest(poll(), signal);
        continue;
      }
      standing = await stand(deps, link, signal);
      await carry(deps, link, standing, signal);
    } catch (problem) {
      // What breaks because it was let go is no failure of the link.
      if (signal.aborted && problem instanceof LinkProblem) break;
      await noteProblem(deps, link, problem).catch(async (again: unknown) => {
        deps.report(again, 'telemetry.uplink');
        await rest(poll(), signal);
      });
    } finally {
      await standing?.line.end();
    }
  }
  await noteOff(deps.store.db, turnOf(deps, link), deps.store.clock.now()).catch((problem: unknown) =>
    deps.report(problem, 'telemetry.uplink'),
  );
}
