/** The import's worker thread: answers each piece of the file in order, so that the server's thread never parses. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CodeEntry } from '../../service.ts';
import { CheckSession, type CheckReply } from './check-session.ts';
import type { SheetSettings } from './check-rows.ts';
import { snapshotLookups, type PlacesModule } from './snapshot-lookups.ts';

export interface WorkerSetup {
  readonly settings: SheetSettings;
  readonly codes: readonly CodeEntry[];
  readonly departments: readonly (readonly [id: string, name: string])[];
  readonly departmentIds: ReadonlyMap<string, string>;
  readonly placesModule: string;
}

export type WorkerRequest =
  | { readonly kind: 'piece'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'more' };

const setup = workerData as WorkerSetup;
const port = parentPort;
if (port === null) throw new Error('the import worker runs as a worker thread only');
const places = (await import(setup.placesModule)) as PlacesModule;
const session = new CheckSession(setup.settings, snapshotLookups(setup, places));

async function answer(request: WorkerRequest): Promise<CheckReply> {
  if (request.kind === 'piece') return session.push(request.bytes);
  return request.kind === 'end' ? session.end() : session.more();
}

let last: Promise<unknown> = Promise.resolve();
port.on('message', (request: WorkerRequest) => {
  last = last.then(async () => {
    const reply = await answer(request);
    port.postMessage(reply, [reply.copy.buffer as ArrayBuffer]);
  });
});
port.postMessage('ready');
