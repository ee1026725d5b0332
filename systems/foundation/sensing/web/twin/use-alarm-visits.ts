/** Going to an alarm, by hand or on the tour: its device is opened and the map flies there. */
import type { TwinAlarm } from '../../routes/twin-routes.ts';
import { type Tour, useTour } from './use-tour.ts';
import type { TwinState } from './use-twin-state.ts';

const usualSeconds = 12;
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
  const tour = useTour(alarms, themes.data?.tourSeconds ?? usualSeconds, go);
  return {
    alarms,
    tour,
    visit: (alarm) => {
      tour.stop();
      go(alarm);
    },
  };
}
