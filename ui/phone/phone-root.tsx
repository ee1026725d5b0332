/** What stands around the citizen's face: reply cache, short messages, elder variant. Needs no component kit. */
import { QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { createQueryClient } from '../query-client.ts';
import { onTold, type Told } from '../tell.ts';
import '../city.css';
import './phone.css';

/** none is the ordinary view; the three steps of 长辈版 are 18, 24 and 30 pt. */
export type ElderSize = 'none' | 'large' | 'larger' | 'largest';

interface HeldElder {
  readonly size: ElderSize;
  readonly choose: (size: ElderSize) => void;
}

const ElderContext = createContext<HeldElder>({ size: 'none', choose: () => undefined });

export function useElder(): HeldElder {
  return useContext(ElderContext);
}

export function PhoneRoot(props: { readonly children: ReactNode }): ReactNode {
  const [client] = useState(createQueryClient);
  const [size, setSize] = useState<ElderSize>(readSize);
  useEffect(() => {
    if (size === 'none') delete document.documentElement.dataset['elder'];
    else document.documentElement.dataset['elder'] = size;
  }, [size]);
  const held = useMemo(
    () => ({
      size,
      choose: (next: ElderSize) => {
        localStorage.setItem('city.elder', next);
        setSize(next);
      },
    }),
    [size],
  );
  return (
    <QueryClientProvider client={client}>
      <ElderContext value={held}>
        <div className="phone">{props.children}</div>
        <Toast elder={size !== 'none'} />
      </ElderContext>
    </QueryClientProvider>
  );
}

/** Older people read slower: the message stays twice as long. */
function Toast(props: { readonly elder: boolean }): ReactNode {
  const [told, setTold] = useState<Told | undefined>(undefined);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onTold((next) => {
      setTold(next);
      clearTimeout(timer);
      timer = setTimeout(
        () => setTold(undefined),
        (next.kind === 'error' ? 5000 : 2500) * (props.elder ? 2 : 1),
      );
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [props.elder]);
  return (
    <div role="status" aria-live="polite">
      {told && <p className="phone-toast">{told.text}</p>}
    </div>
  );
}

function readSize(): ElderSize {
  const kept = localStorage.getItem('city.elder');
  return kept === 'large' || kept === 'larger' || kept === 'largest' ? kept : 'none';
}
