/** Going to an alarm, by hand or on the tour: its device is opened and the map flies there. */
import { useEffect, useRef } from 'react';
import type { TwinAlarm } from '../../routes/twin-routes.ts';
import { type Tour, useTour } from './use-tour.ts';
import type { TwinState } from './use-twin-state.ts';

const touches = ['mousedown', 'touchstart', 'wheel'] as const;
const none: readonly TwinAlarm[] = [];

export interface AlarmVisits {
  readonly alarms: readonly TwinAlarm[];
  /** By hand: the tour is over then. */
  readonly visit: (alarm: TwinAlarm) => void;
  readonly tour: Tour;
}

export function useAlarmVisits(state: TwinState): AlarmVisits {
  const { city, themes } = state.twin;
  const alarms = city.data?.alarms ?? none;
  function go({ device, lon, lat }: TwinAlarm): void {
    state.choose({ kind: 'device', id: device });
    if (lon !== null && lat !== null) state.fly({ lon, lat });
  }
  const tour = useTour(alarms, themes.data?.tourSeconds, go);
  const { map } = state;
  const { running } = tour;
  const stop = useRef(tour.stop);
  stop.current = tour.stop;
  // Whoever takes the map into his own hands wants to stay where he is.
  useEffect(() => {
    if (map === undefined || !running) return undefined;
    const end = () => stop.current();
    for (const touch of touches) map.on(touch, end);
    return () => {
      for (const touch of touches) map.off(touch, end);
    };
  }, [map, running]);
  return {
    alarms,
    tour,
    visit: (alarm) => {
      tour.stop();
      go(alarm);
    },
  };
}
