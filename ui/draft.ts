/** Drafts that survive a lost network: the form and its photos stay on the phone, and go out exactly once when the network is back. Pure; see draft/ for where they are kept. */
import { CallError } from './call.ts';

export interface DraftFile {
  /** Also the request key of its upload. */
  readonly key: string;
  readonly name: string;
  readonly blob: Blob;
  /** File id once it is in the city's store. */
  readonly stored?: string;
}

export interface Draft {
  /** Made here, and the id of the case or row there: the server takes it once, however often it is sent. */
  readonly id: string;
  /** '<system>.<form>'; at most one draft of a kind is being edited. */
  readonly kind: string;
  /** editing: being written · queued: to be sent · refused: the server said no, the person must look again. */
  readonly state: 'editing' | 'queued' | 'refused';
  readonly values: Readonly<Record<string, unknown>>;
  /** What is sent, where the route wants another shape than the form's values. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly files: readonly DraftFile[];
  /** Where it goes. */
  readonly path: string;
  /** Dotted place of the file ids in the body: 'values.photos'. */
  readonly filesField?: string;
  /** What the person sees in the list of unsent ones. */
  readonly title: string;
  readonly refusal?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
  readonly changedAt: string;
  /** Id of the agency under which it was written (代办); null or none in one's own name. It goes out in no other name. */
  readonly agency?: string | null;
}

export interface DraftStore {
  get(id: string): Promise<Draft | undefined>;
  put(draft: Draft): Promise<void>;
  remove(id: string): Promise<void>;
  all(): Promise<readonly Draft[]>;
}

export interface DraftWire {
  /** Resolves to the file id; throws CallError. The same key stores the file once. */
  upload(file: DraftFile): Promise<string>;
  /** Throws CallError. The same request key is answered once. */
  submit(path: string, body: Readonly<Record<string, unknown>>, requestKey: string): Promise<void>;
}

/** kept: try again later · sent · refused · nothing: it was not queued, or another sender is at it. */
export type SendOutcome = 'sent' | 'kept' | 'refused' | 'nothing';

const busy = new Set<string>();

/** Sends one queued draft: first its photos (each noted as soon as it is stored), then the form. */
export async function sendDraft(store: DraftStore, wire: DraftWire, id: string): Promise<SendOutcome> {
  if (busy.has(id)) return 'nothing';
  busy.add(id);
  try {
    const draft = await store.get(id);
    if (draft?.state !== 'queued') return 'nothing';
    return await sendQueued(store, wire, draft);
  } finally {
    busy.delete(id);
  }
}

async function sendQueued(store: DraftStore, wire: DraftWire, queued: Draft): Promise<SendOutcome> {
  let draft = queued;
  try {
    for (const file of queued.files) {
      if (file.stored) continue;
      const stored = await wire.upload(file);
      draft = {
        ...draft,
        files: draft.files.map((one) => (one.key === file.key ? { ...one, stored } : one)),
      };
      await store.put(draft);
    }
    await wire.submit(draft.path, bodyOf(draft), draft.id);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    // The answer to an earlier send was lost on the way, so the server knows this one already.
    if (error.code === 'city.replayed') {
      await store.remove(draft.id);
      return 'sent';
    }
    if (error.retryable || error.status === 401) return 'kept';
    await store.put({ ...draft, state: 'refused', refusal: error.message, problems: error.problems });
    return 'refused';
  }
  await store.remove(draft.id);
  return 'sent';
}

/** The body as the route wants it: values, the client-made id, and the ids of the stored files in their place. */
export function bodyOf(draft: Draft): Readonly<Record<string, unknown>> {
  const body: Record<string, unknown> = { ...(draft.body ?? draft.values), id: draft.id };
  if (!draft.filesField) return body;
  const steps = draft.filesField.split('.');
  const last = steps.pop() ?? '';
  let at = body;
  for (const step of steps) {
    const inner = { ...(at[step] as Readonly<Record<string, unknown>> | undefined) };
    at[step] = inner;
    at = inner;
  }
  at[last] = draft.files.map((file) => file.stored).filter((stored) => stored !== undefined);
  return body;
}

/** Sends all that is queued, oldest first; stops at the first that must wait, since the network is gone again. */
export async function sendAll(
  store: DraftStore,
  wire: DraftWire,
): Promise<readonly { readonly draft: Draft; readonly outcome: SendOutcome }[]> {
  const queued = (await store.all()).filter((draft) => draft.state === 'queued');
  const outcomes: { draft: Draft; outcome: SendOutcome }[] = [];
  for (const draft of queued.toSorted((left, right) => left.changedAt.localeCompare(right.changedAt))) {
    const outcome = await sendDraft(store, wire, draft.id);
    outcomes.push({ draft, outcome });
    if (outcome === 'kept') break;
  }
  return outcomes;
}
