/** What the wall shows, asked anew every half minute and soon after each change; and the way down from city to county to town. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { areaLevel } from '../../../../../kernel/area.ts';
import { useLive } from '../../../../../ui/live.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { caseType } from '../rows/case-words.ts';

const every = 30_000;
/** Many changes in a moment ask once. */
const restMilliseconds = 3_000;

export interface Step {
  /** Undefined: the whole city. */
  readonly area: string | undefined;
  readonly name: string;
}

const cityStep: Step = { area: undefined, name: '全市' };

export function useScreen() {
  const [path, setPath] = useState<readonly Step[]>([cityStep]);
  const area = path.at(-1)?.area;
  const within = area === undefined ? {} : { area };
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useCall(contract.routes.screen, within, { every, keep: true });
  const period = asked.data?.period;
  const counted = { ...period, ...within };
  const waits = { every: every * 4, keep: true, enabled: period !== undefined, fresh: 60_000 };
  const ranking = useCall(contract.routes.ranking, counted, waits);
  const trend = useCall(contract.routes.trend, counted, waits);
  const slow = useCall(contract.routes.slowLinks, counted, waits);

  const renew = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ['call'] });
    }, restMilliseconds);
  };
  useLive('row.changed', (payload) => {
    if ((payload as { readonly register?: unknown } | null)?.register === caseType) renew();
  });
  useLive('reconnected', renew);

  return {
    path,
    area,
    asked,
    ranking,
    trend,
    slow,
    /** One level down, or to another area of the same level. */
    enter: (step: Step) =>
      setPath((old) => {
        if (step.area === undefined) return [cityStep];
        const level = areaLevel(step.area);
        const above = old.filter(
          (one) => one.area === undefined || (level === 'town' && areaLevel(one.area) === 'county'),
        );
        return [...above, step];
      }),
    back: (to: number) => setPath((old) => old.slice(0, to + 1)),
  };
}
