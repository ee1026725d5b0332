/** What the twin view asks the server for: now again and again while somebody looks and at once when an alarm is told of, the past only once. */
import { useMemo } from 'react';
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
/** The sums of the whole city cost more than the part that is seen. */
const sumsEvery = 6;
const usualSeconds = 5;

export function useTwin({ theme, at, box, showsLines }: TwinWish) {
  const { routes } = contract;
  const themes = useCall(routes.twinThemes, {}, { fresh: fiveMinutes });
  const every = (themes.data?.everySeconds ?? usualSeconds) * 1000;
  const moment = useMemo(() => ({ theme, ...(at === undefined ? {} : { at }) }), [theme, at]);
  const live = at === undefined;
  const hasLines = themes.data?.themes.find(({ id }) => id === theme)?.hasLines === true;
  const city = useCall(routes.twinCity, moment, {
    keep: true,
    ...(live ? { every: every * sumsEvery } : { fresh: fiveMinutes }),
  });
  const inBox = { ...moment, box: box ?? '' };
  const view = useCall(routes.twinView, inBox as never, {
    keep: true,
    enabled: box !== undefined,
    ...(live ? { every, fresh: every / 2 } : { fresh: fiveMinutes }),
  });
  const lines = useCall(routes.twinLines, { theme, box: box ?? '' } as never, {
    keep: true,
    fresh: fiveMinutes,
    enabled: box !== undefined && hasLines && showsLines,
  });
  const renew = () => {
    if (!live) return;
    void city.refetch();
    void view.refetch();
  };
  useLive('telemetry:read-alarms', renew);
  useLive('reconnected', renew);
  return { themes, city, view, lines, hasLines };
}

export type Twin = ReturnType<typeof useTwin>;
