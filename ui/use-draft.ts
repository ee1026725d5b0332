/** A form that never loses what was typed: kept on the device while it is written, queued when it is submitted, sent once. */
import { newId } from '../kernel/ids.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft, DraftFile, SendOutcome } from './draft.ts';
import { flushDrafts, noteDrafts, onDrafts } from './draft/draft-sender.ts';
import { indexedDrafts } from './draft/indexed-drafts.ts';

export interface DraftForm<V> {
  /** False until what was kept has been read. */
  readonly ready: boolean;
  readonly values: V;
  readonly change: (part: Partial<V>) => void;
  readonly files: readonly DraftFile[];
  readonly addFiles: (files: readonly File[]) => void;
  readonly removeFile: (key: string) => void;
  /** Queues it and tries at once. 'kept' means: no network now, it goes out later. `title` names it in the list of unsent ones. */
  readonly submit: (title: string, body?: Readonly<Record<string, unknown>>) => Promise<SendOutcome>;
  /** Throws the draft away. */
  readonly discard: () => Promise<void>;
  /** What the server said against it. */
  readonly refusal: string | undefined;
  readonly problems: NonNullable<Draft['problems']>;
  /** The id that the case will have. */
  readonly id: string;
}

export interface DraftFormOptions<V> {
  /** '<system>.<form>'. */
  readonly kind: string;
  /** Path of the POST route: contract.routes.report.path. */
  readonly path: string;
  readonly start: V;
  /** Dotted place of the file ids in the body. */
  readonly filesField?: string;
}

export function useDraft<V extends object>(options: DraftFormOptions<V>): DraftForm<V> {
  const [ready, setReady] = useState(false);
  const [draft, setDraft] = useState<Draft>(() => fresh(options));
  const latest = useRef(draft);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    let gone = false;
    void indexedDrafts
      .all()
      .then((all) => all.find((one) => one.kind === options.kind && one.state !== 'queued'))
      .catch(() => undefined)
      .then((kept) => {
        if (gone) return;
        if (kept) {
          latest.current = kept;
          setDraft(kept);
        }
        setReady(true);
      });
    return () => {
      gone = true;
    };
  }, [options.kind]);

  const hold = useCallback((next: Draft) => {
    latest.current = next;
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void indexedDrafts.put(latest.current).catch(() => undefined), 400);
  }, []);
  const edit = (part: Partial<Draft>) =>
    hold({ ...latest.current, ...part, state: 'editing', changedAt: new Date().toISOString() });
  const restart = () => {
    clearTimeout(timer.current);
    const next = fresh(options);
    latest.current = next;
    setDraft(next);
  };
  return {
    ready,
    id: draft.id,
    values: { ...options.start, ...(draft.values as Partial<V>) },
    change: (part) => edit({ values: { ...latest.current.values, ...part } as Draft['values'] }),
    files: draft.files,
    addFiles: (files) =>
      edit({
        files: [
          ...latest.current.files,
          ...files.map((file) => ({ key: newId(), name: file.name, blob: file })),
        ],
      }),
    removeFile: (key) => edit({ files: latest.current.files.filter((one) => one.key !== key) }),
    refusal: draft.refusal,
    problems: draft.problems ?? [],
    submit: async (title, body) => {
      clearTimeout(timer.current);
      const { refusal: _old, problems: _olds, ...rest } = latest.current;
      const queued: Draft = {
        ...rest,
        state: 'queued',
        title,
        ...(body ? { body } : {}),
        changedAt: new Date().toISOString(),
      };
      await indexedDrafts.put(queued);
      noteDrafts();
      const outcome = navigator.onLine ? await flushDrafts(queued.id) : 'kept';
      if (outcome !== 'refused') restart();
      else {
        const refused = await indexedDrafts.get(queued.id);
        if (refused) hold(refused);
      }
      return outcome;
    },
    discard: async () => {
      const { id } = latest.current;
      restart();
      await indexedDrafts.remove(id);
    },
  };
}

/** Drafts waiting for the network, or refused: for '我的' and the offline banner. */
export function useUnsent(): readonly Draft[] {
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  useEffect(() => {
    const read = () =>
      void indexedDrafts.all().then(
        (all) => setDrafts(all.filter((one) => one.state !== 'editing')),
        () => undefined,
      );
    read();
    return onDrafts(read);
  }, []);
  return drafts;
}

function fresh<V extends object>(options: DraftFormOptions<V>): Draft {
  return {
    id: newId(),
    kind: options.kind,
    state: 'editing',
    values: { ...options.start } as Draft['values'],
    files: [],
    path: options.path,
    title: '',
    changedAt: new Date().toISOString(),
    ...(options.filesField ? { filesField: options.filesField } : {}),
  };
}
