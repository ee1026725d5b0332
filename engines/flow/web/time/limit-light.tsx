/** A limit as a light with what is left of it in words, counted anew each minute while it is shown. */
import { type ReactNode, useEffect, useState } from 'react';
import { momentText } from '../../../../ui/form/city-time.ts';
import { TimeLight } from '../../../../ui/time-light.tsx';
import { type Limit, remainingWords } from './remaining-words.ts';

export function LimitLight(props: { readonly limit: Limit; readonly withDue?: boolean }): ReactNode {
  const { limit } = props;
  const now = useMinute();
  return (
    <span className="flow-limit">
      <TimeLight
        light={limit.suspended ? 'none' : limit.light}
        dueAt={limit.dueAt}
        text={remainingWords(limit, now)}
      />
      {props.withDue && limit.dueAt && (
        <span className="city-muted city-number">{momentText(limit.dueAt)} 前</span>
      )}
    </span>
  );
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all lights of the page. */
function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const tick = () => setNow(new Date());
    listeners.add(tick);
    timer ??= setInterval(() => listeners.forEach((listener) => listener()), 60_000);
    return () => {
      listeners.delete(tick);
      if (listeners.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    };
  }, []);
  return now;
}
