/** The village on the phone: cards and tasks as last read, what waits for the network, and sending it, each visit once. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { call } from '../../../../../ui/call.ts';
import { type Draft, type DraftFile, type DraftWire, sendAll } from '../../../../../ui/draft.ts';
import { tell } from '../../../../../ui/tell.ts';
import { uploadFile } from '../../../../../ui/upload-file.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { openSealed, type SealedStore } from './sealed-store.ts';

export type Village = OutputOf<typeof contract.routes.mine>;
export type Card = Village['cards'][number];

export interface Visit {
  readonly title: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly files?: readonly DraftFile[];
}

const snapshot = 'village';
/** Of this session; a reloaded page asks for it again. */
let held:
  | { readonly key: string; readonly who: string; readonly store: Promise<SealedStore | undefined> }
  | undefined;

/** Whoever signs in again on the same page keeps what he has not sent yet: it is sealed anew. Another person does not. */
async function sealAnew(old: typeof held, key: string, who: string): Promise<SealedStore | undefined> {
  const drafts = old?.who === who ? ((await (await old.store)?.all()) ?? []) : [];
  const store = await openSealed(key);
  for (const draft of drafts) await store?.put(draft);
  return store;
}

function storeOf({ deviceKey, who }: Pick<Village, 'deviceKey' | 'who'>): Promise<SealedStore | undefined> {
  if (held?.key !== deviceKey) held = { key: deviceKey, who, store: sealAnew(held, deviceKey, who) };
  return held.store;
}

const wire: DraftWire = {
  upload: async (file) => (await uploadFile(file.blob, file.name, { requestKey: file.key })).id,
  submit: async (path, body, requestKey) => {
    await call({ method: 'POST', path }, body as never, { requestKey });
  },
};

export interface HeldVillage {
  readonly village: Village | undefined;
  readonly failed: string | undefined;
  readonly waiting: readonly Draft[];
  readonly online: boolean;
  readonly submit: (visit: Visit) => Promise<void>;
  readonly discard: (id: string) => Promise<void>;
  readonly renew: () => Promise<unknown>;
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return online;
}

export function useVillage(): HeldVillage {
  const reply = useCall(contract.routes.mine, {}, { fresh: 60_000 });
  const client = useQueryClient();
  const online = useOnline();
  const [kept, setKept] = useState<Village | undefined>(undefined);
  const [waiting, setWaiting] = useState<readonly Draft[]>([]);
  const village = reply.data ?? kept;
  const deviceKey = village?.deviceKey;
  const who = village?.who ?? '';
  const { data, refetch } = reply;

  useEffect(() => {
    if (data === undefined) return;
    void storeOf(data)
      .then((store) => store?.write(snapshot, data))
      .catch(() => undefined);
  }, [data]);
  useEffect(() => {
    // Away from this page for long without a network: what was read before is good enough.
    if (data === undefined && !online)
      void held?.store.then(async (store) => setKept(await store?.read<Village>(snapshot)));
  }, [data, online]);

  const look = useCallback(async () => {
    if (deviceKey === undefined) return;
    setWaiting((await (await storeOf({ deviceKey, who }))?.all()) ?? []);
  }, [deviceKey, who]);

  const flush = useCallback(async () => {
    if (deviceKey === undefined) return;
    const store = await storeOf({ deviceKey, who });
    if (store === undefined || !navigator.onLine) return;
    const send = () => sendAll(store, wire);
    const outcomes =
      'locks' in navigator ? await navigator.locks.request('village-data', send) : await send();
    const sent = outcomes.filter(({ outcome }) => outcome === 'sent').length;
    if (sent > 0) tell('success', `已上传 ${sent} 户`);
    if (outcomes.some(({ outcome }) => outcome === 'refused')) tell('error', '有的没有被受理，请看原因');
    await look();
    if (sent > 0) await client.invalidateQueries({ queryKey: ['call'] });
  }, [deviceKey, who, look, client]);

  useEffect(() => {
    void look();
    if (online) void flush().catch(() => undefined);
  }, [look, flush, online]);

  return {
    village,
    failed: reply.isError && kept === undefined ? reply.error.message : undefined,
    waiting,
    online,
    renew: refetch,
    async submit({ title, body, files = [] }) {
      const draft: Draft = {
        id: newId(),
        kind: 'village-data.visit',
        state: 'queued',
        values: body,
        files,
        path: contract.routes.sendVisit.path,
        filesField: 'photos',
        title,
        changedAt: new Date().toISOString(),
      };
      const store = deviceKey === undefined ? undefined : await storeOf({ deviceKey, who });
      if (store === undefined) {
        // Nothing can be sealed here, so it goes at once or not at all.
        await call(contract.routes.sendVisit, { ...body, id: draft.id } as never);
        await client.invalidateQueries({ queryKey: ['call'] });
        return;
      }
      await store.put(draft);
      await look();
      if (navigator.onLine) await flush();
      else tell('info', '没有网络，已加密存在手机里，联网后自动上传一次');
    },
    async discard(id) {
      const store = deviceKey === undefined ? undefined : await storeOf({ deviceKey, who });
      await store?.remove(id);
      await look();
    },
  };
}
