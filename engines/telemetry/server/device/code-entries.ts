/** The code lists that the device register uses, as entries to load at start. */
import { alarmStatuses, levelTitles } from '../../registers/alarm.ts';
import { protocols, stages } from '../../registers/device.ts';

interface Entry {
  readonly list: string;
  readonly code: string;
  readonly name: string;
  readonly parent: null;
  readonly order: number;
  readonly validFrom: null;
  readonly validTo: null;
  readonly source: string;
}

function entriesOf(list: string, names: Readonly<Record<string, string>>): readonly Entry[] {
  return Object.entries(names).map(([code, name], order) => ({
    list,
    code,
    name,
    parent: null,
    order,
    validFrom: null,
    validTo: null,
    source: '本地默认',
  }));
}

export const codeEntries: readonly Entry[] = [
  ...entriesOf(
    'telemetry device-stages',
    Object.fromEntries(Object.entries(stages).map(([code, { title }]) => [code, title])),
  ),
  ...entriesOf('telemetry protocols', protocols),
  ...entriesOf('telemetry alarm-levels', levelTitles),
  ...entriesOf('telemetry alarm-statuses', alarmStatuses),
];
