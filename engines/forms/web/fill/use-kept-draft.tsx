/** Keeps a half-filled form at the server, so that it waits for its writer on any machine until he sends it or throws it away. */
import { Alert, Button } from 'antd';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../../../ui/call.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import contract from '../../contract.ts';
import type { FormValues } from '../../form/form-scope.ts';

const pause = 2_000;

export interface KeptDraft {
  readonly savedAt: string;
  readonly expiresAt: string;
}

export interface DraftKeeper {
  /** What was found when the form opened; undefined until asked, null without one. */
  readonly found: (KeptDraft & { readonly values: FormValues }) | null | undefined;
  /** When it was kept last. */
  readonly kept: KeptDraft | undefined;
  readonly keep: (values: FormValues) => void;
  readonly drop: () => void;
}

export function useKeptDraft(register: string, row?: string): DraftKeeper {
  const [found, setFound] = useState<DraftKeeper['found']>(undefined);
  const [kept, setKept] = useState<KeptDraft | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const place = JSON.stringify(row === undefined ? { register } : { register, row });
  useEffect(() => {
    const stop = new AbortController();
    const at = JSON.parse(place) as { register: string; row?: string };
    call(contract.routes.readDraft, at, { signal: stop.signal }).then(
      ({ draft }) => setFound(draft),
      () => {
        if (!stop.signal.aborted) setFound(null);
      },
    );
    return () => {
      stop.abort();
      clearTimeout(timer.current);
    };
  }, [place]);
  const keep = useCallback(
    (values: FormValues) => {
      clearTimeout(timer.current);
      const at = JSON.parse(place) as { register: string; row?: string };
      timer.current = setTimeout(() => {
        // The browser's own copy is still there when this one does not get through.
        call(contract.routes.keepDraft, { ...at, values: { ...values } }).then(setKept, () => undefined);
      }, pause);
    },
    [place],
  );
  const drop = useCallback(() => {
    clearTimeout(timer.current);
    setFound(null);
    setKept(undefined);
    const at = JSON.parse(place) as { register: string; row?: string };
    call(contract.routes.dropDraft, at).catch(() => undefined);
  }, [place]);
  return { found, kept, keep, drop };
}

export function DraftFound(props: { readonly draft: KeptDraft; readonly onDiscard: () => void }): ReactNode {
  const { savedAt, expiresAt } = props.draft;
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 16 }}
      title={`已恢复您 ${momentText(savedAt)} 没有提交的内容，保留到 ${momentText(expiresAt)}。`}
      action={
        <Button size="small" onClick={props.onDiscard}>
          不要了，重新填写
        </Button>
      }
    />
  );
}

export function DraftKept(props: { readonly kept: KeptDraft | undefined }): ReactNode {
  if (props.kept === undefined) return null;
  return <span className="city-muted">已暂存 {momentText(props.kept.savedAt)}</span>;
}
