/** The last values of a device, kept fresh by server-sent events; the page's own reply fills what came before. */
import { useEffect, useState } from 'react';
import type { LastValue } from '../../routes/device-routes.ts';

export interface LiveValues {
  readonly values: ReadonlyMap<string, LastValue>;
  readonly live: boolean;
}

export function useLiveValues(device: string, last: readonly LastValue[]): LiveValues {
  const [heard, setHeard] = useState<readonly LastValue[]>([]);
  const [live, setLive] = useState(false);
  useEffect(() => {
    setHeard([]);
    const source = new EventSource(`/api/telemetry/devices/${device}/live`);
    source.onopen = () => setLive(true);
    source.onerror = () => setLive(false);
    source.addEventListener('values', (event) => {
      const values = JSON.parse(String(event.data)) as readonly LastValue[];
      setHeard((before) => [
        ...before.filter((old) => values.every((value) => value.property !== old.property)),
        ...values,
      ]);
    });
    return () => source.close();
  }, [device]);
  const values = new Map<string, LastValue>();
  for (const value of [...last, ...heard]) {
    const before = values.get(value.property);
    if (before === undefined || before.at <= value.at) values.set(value.property, value);
  }
  return { values, live };
}
