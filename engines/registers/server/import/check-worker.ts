/** The import's worker thread: answers each piece of the file in order, so that the server's thread never parses. */
import type { SheetSettings } from './check-rows.ts';
import { type CheckReply, type CheckRequest, CheckSession } from './check-session.ts';
import { type PlacesModule, type Snapshot, snapshotLookups } from './snapshot-lookups.ts';

export interface CheckSetup extends Snapshot {
  readonly settings: SheetSettings;
  readonly placesModule: string;
}

let session: CheckSession | undefined;

/** The first task is the setup, which has no answer. */
export async function run(task: CheckSetup | CheckRequest): Promise<CheckReply | undefined> {
  if ('kind' in task) return session?.answer(task);
  const places = (await import(task.placesModule)) as PlacesModule;
  session = new CheckSession(task.settings, snapshotLookups(task, places));
  return undefined;
}

export function handOver(reply: CheckReply | undefined): readonly ArrayBuffer[] {
  return reply === undefined ? [] : [reply.copy.buffer as ArrayBuffer];
}
