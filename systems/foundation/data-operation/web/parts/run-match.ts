/** A match from this browser: blinds the list, sends points, raises what the city offers. No value of the list is in anything that is sent. */
import {
  blindKeys,
  fromBase64,
  pointBytes,
  pointName,
  raiseOffer,
  toBase64,
} from '../../../../../engines/privacy/web/match-party.ts';
import { call } from '../../../../../ui/call.ts';
import contract from '../../contract.ts';
import { keepPlaces, keyOf } from './party-store.ts';

/** As many points as the server takes at once. */
const partPoints = 8192;
const paceMilliseconds = 500;

export type MatchStep = 'blind' | 'send' | 'compute' | 'raise' | 'finish';

export interface MatchWatch {
  readonly step: (step: MatchStep, done: number) => void;
  readonly begun: (run: string) => void;
  readonly signal: AbortSignal;
}

async function sendParts(
  points: Uint8Array,
  send: (number: number, text: string) => Promise<unknown>,
  watch: MatchWatch,
  step: MatchStep,
  from: number,
): Promise<void> {
  const size = partPoints * pointBytes;
  const parts = Math.ceil(points.length / size);
  for (let number = 0; number < parts; number += 1) {
    watch.signal.throwIfAborted();
    await send(number, toBase64(points.subarray(number * size, (number + 1) * size)));
    watch.step(step, from + ((1 - from) * (number + 1)) / parts);
  }
}

/** Until the city has computed. Returns how many points it offers; undefined when the match is void. */
async function waitForOffer(run: string, watch: MatchWatch): Promise<number | undefined> {
  for (;;) {
    watch.signal.throwIfAborted();
    const now = await call(contract.routes.match, { id: run });
    watch.step('compute', now.state === 'offering' ? 1 : now.done);
    if (now.state === 'offering') return now.ours;
    if (now.state === 'void') return undefined;
    await new Promise((resolve) => setTimeout(resolve, paceMilliseconds));
  }
}

async function fetchOffer(run: string, ours: number, watch: MatchWatch): Promise<Uint8Array> {
  const all = new Uint8Array(ours * pointBytes);
  const parts = Math.ceil(ours / partPoints);
  for (let number = 0; number < parts; number += 1) {
    watch.signal.throwIfAborted();
    const { points } = await call(contract.routes.offer, { id: run, number });
    all.set(fromBase64(points) ?? new Uint8Array(), number * partPoints * pointBytes);
  }
  return all;
}

/** Throws a CallError with the city's reason; resolves to undefined when the city could not compute. */
export async function runMatch(
  project: string,
  given: { readonly scope: string; readonly step: number; readonly keys: readonly string[] },
  watch: MatchWatch,
): Promise<string | undefined> {
  const { signal } = watch;
  const key = await keyOf(project);
  const blinded = await blindKeys(
    { key, ...given },
    { signal, progress: (done, all) => watch.step('blind', done / all) },
  );
  const { run } = await call(contract.routes.beginMatch, {
    id: project,
    points: blinded.points.length / pointBytes,
    commitment: pointName(key.commitment),
  });
  watch.begun(run);
  await keepPlaces(run, blinded.places);
  await sendParts(
    blinded.points,
    (number, points) => call(contract.routes.givePoints, { id: run, number, points }),
    watch,
    'send',
    0,
  );
  await call(contract.routes.compute, { id: run });
  const ours = await waitForOffer(run, watch);
  if (ours === undefined) {
    await call(contract.routes.cancelMatch, { id: run });
    return undefined;
  }
  const offer = await fetchOffer(run, ours, watch);
  const answer = await raiseOffer(key, offer, {
    signal,
    progress: (done, all) => watch.step('raise', (0.9 * done) / all),
  });
  await sendParts(
    answer,
    (number, points) => call(contract.routes.answerPoints, { id: run, number, points }),
    watch,
    'raise',
    0.9,
  );
  watch.step('finish', 0.5);
  await call(contract.routes.finishMatch, { id: run });
  watch.step('finish', 1);
  return run;
}
