/** The code lists that the device register uses. */
import type { CodeLists } from '../../../registers/service.ts';
import { alarmStatuses, levelTitles } from '../../registers/alarm.ts';
import { protocols, stages } from '../../registers/device.ts';
import { editions } from '../../registers/uplink.ts';

export function loadCodes(codeLists: CodeLists): Promise<void> {
  return codeLists.loadNames(
    {
      'telemetry device-stages': stages,
      'telemetry protocols': protocols,
      'telemetry jt809-editions': editions,
      'telemetry alarm-levels': levelTitles,
      'telemetry alarm-statuses': alarmStatuses,
    },
    '本地默认',
  );
}
