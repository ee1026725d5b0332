/** Sends queued drafts when there is something to send and a network to send it over; one tab at a time. */
import { actingNow } from '../acting.ts';
import { call } from '../call.ts';
import { type DraftStore, type DraftWire, type SendOutcome, sendAll } from '../draft.ts';
import { tell } from '../tell.ts';
import { uploadFile } from '../upload-file.ts';
import { indexedDrafts } from './indexed-drafts.ts';

const wire: DraftWire = {
  upload: async (file) => (await uploadFile(file.blob, file.name, { requestKey: file.key })).id,
  submit: async (path, body, requestKey) => {
    await call({ method: 'POST', path }, body as never, { requestKey });
  },
};

/** Only what was written in the name in which things are done now. */
const sendable: DraftStore = {
  ...indexedDrafts,
  async all() {
    const agency = actingNow()?.agency ?? null;
    return (await indexedDrafts.all()).filter((draft) => (draft.agency ?? null) === agency);
  },
};

const changed = new EventTarget();

/** Hears that a draft was added, sent or refused. */
export function onDrafts(listener: () => void): () => void {
  changed.addEventListener('change', listener);
  return () => changed.removeEventListener('change', listener);
}

export function noteDrafts(): void {
  changed.dispatchEvent(new Event('change'));
}

/** Outcome of one draft, or of the last sent when none is named. */
export async function flushDrafts(id?: string): Promise<SendOutcome> {
  const run = async () => {
    const outcomes = await sendAll(sendable, wire);
    for (const { draft, outcome } of outcomes) {
      if (outcome === 'sent' && draft.id !== id) tell('success', `“${draft.title}”已提交`);
      if (outcome === 'refused' && draft.id !== id)
        tell('error', `“${draft.title}”没有被受理，请到“我的”查看`);
    }
    noteDrafts();
    return outcomes.find((one) => one.draft.id === id)?.outcome ?? outcomes.at(-1)?.outcome ?? 'nothing';
  };
  // Two open tabs would both wake when the network comes back.
  return 'locks' in navigator ? await navigator.locks.request('city-drafts', run) : await run();
}

/** Called once by the shell: sends now, when the network is back, and when the page is seen again. */
export function watchDrafts(): () => void {
  const wake = () => {
    if (navigator.onLine && document.visibilityState === 'visible') void flushDrafts().catch(() => undefined);
  };
  wake();
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  return () => {
    removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', wake);
  };
}
