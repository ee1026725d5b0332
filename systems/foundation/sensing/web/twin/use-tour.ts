/** A slow tour of the open alarms, one place after the other until the viewer stops it. */
import { useEffect, useRef, useState } from 'react';
import type { TwinAlarm } from '../../routes/twin-routes.ts';

export interface Tour {
  readonly running: boolean;
  /** Place of the alarm that is looked at, from 1 on. */
  readonly step: number;
  readonly start: () => void;
  readonly stop: () => void;
}

export function useTour(
  alarms: readonly TwinAlarm[],
  /** Undefined until the server said. */
  seconds: number | undefined,
  visit: (alarm: TwinAlarm) => void,
): Tour {
  const [running, setRunning] = useState(false);
  const [index, setIndex] = useState(0);
  const latest = useRef({ alarms, visit });
  latest.current = { alarms, visit };
  const none = alarms.length === 0;

  useEffect(() => {
    if (!running || seconds === undefined) return undefined;
    const { alarms: all, visit: go } = latest.current;
    const alarm = all[index % Math.max(1, all.length)];
    if (alarm === undefined) {
      setRunning(false);
      return undefined;
    }
    go(alarm);
    const timer = setTimeout(() => setIndex((old) => old + 1), seconds * 1000);
    return () => clearTimeout(timer);
  }, [running, index, seconds]);

  return {
    running: running && !none,
    step: none ? 0 : (index % alarms.length) + 1,
    start: () => {
      setIndex(0);
      setRunning(true);
    },
    stop: () => setRunning(false),
  };
}
