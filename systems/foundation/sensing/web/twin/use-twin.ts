/** What the twin view asks the server for: now again and again while somebody looks and at once when an alarm is told of, the past only once. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLive } from '../../../../../ui/live.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export interface TwinWish {
  readonly theme: string;
  /** Undefined is now. */
  readonly at: string | undefined;
  /** 'west,south,east,north'; undefined until the map stands. */
  readonly box: string | undefined;
  readonly showsLines: boolean;
}

const fiveMinutes = 300_000;
/** Sums over many cost more than what is seen one by one, and change less. */
const sumsEvery = 6;
/** A storm of alarms asks once. */
const restMilliseconds = 1000;

/** Not before the server said how often. */
function again(seconds: number | undefined, times: number) {
  if (seconds === undefined) return {};
  return { every: seconds * 1000 * times, fresh: seconds * 500 };
}

export function useTwin({ theme, at, box, showsLines }: TwinWish) {
  const { routes } = contract;
  const themes = useCall(routes.twinThemes, {}, { fresh: fiveMinutes });
  const { everySeconds } = themes.data ?? {};
  const moment = useMemo(() => ({ theme, ...(at === undefined ? {} : { at }) }), [theme, at]);
  const live = at === undefined;
  const hasLines = themes.data?.themes.find(({ id }) => id === theme)?.hasLines === true;
  const city = useCall(routes.twinCity, moment, {
    keep: true,
    ...(live ? again(everySeconds, sumsEvery) : { fresh: fiveMinutes }),
  });
  const [crowded, setCrowded] = useState(false);
  const inBox = { ...moment, box: box ?? '' };
  const view = useCall(routes.twinView, inBox, {
    keep: true,
    enabled: box !== undefined,
    ...(live ? again(everySeconds, crowded ? sumsEvery : 1) : { fresh: fiveMinutes }),
  });
  useEffect(() => setCrowded(view.data?.entities === null), [view.data]);
  const lines = useCall(
    routes.twinLines,
    { theme, box: box ?? '' },
    {
      keep: true,
      fresh: fiveMinutes,
      enabled: box !== undefined && hasLines && showsLines,
    },
  );
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const renew = () => {
    if (!live) return;
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      void city.refetch();
      void view.refetch();
    }, restMilliseconds);
  };
  useLive('telemetry:read-alarms', renew);
  useLive('reconnected', renew);
  return { themes, city, view, lines, hasLines };
}

export type Twin = ReturnType<typeof useTwin>;
