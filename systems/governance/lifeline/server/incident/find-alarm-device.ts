/** The device whose alarm began an incident; empty when the alarm is gone. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { alarm } from '../../../../../engines/telemetry/contract.ts';
import type { incident } from '../../incident/incident.ts';

export async function findAlarmDevice(
  services: Services,
  row: Pick<Row<typeof incident>, 'alarm'>,
): Promise<string> {
  if (row.alarm === null) return '';
  const raised = await services.use(registers).of(alarm).trusted.find(services.use(store).db, row.alarm);
  return raised?.device ?? '';
}
