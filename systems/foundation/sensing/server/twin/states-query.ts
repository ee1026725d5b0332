/** What of the city's devices the caller may see in the twin view, and at which moment: the same decisions as in lists and on the map. */
import type { Decision } from '../../../../../kernel/access.ts';
import type { Context } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { StatesQuery } from '../../../../../engines/telemetry/service.ts';
import { errors } from '../../errors.ts';
import type { Kind } from './find-themes.ts';
import { setting } from './setting.ts';

const hour = 3_600_000;
/** The clock of a wall may differ from ours, and its slider goes by whole minutes. */
const leeway = 5 * 60_000;

/** Refused too where a field that the view shows is masked for him: half a place is none. */
function decide(context: Context, permission: string, register: string, shown: readonly string[]): Decision {
  const decision = context.use(access).decide(context.principal, permission);
  if (!decision.permit) return decision;
  const hidden = context.use(registers).hidden(register, decision);
  return shown.some((name) => hidden.has(name)) ? { permit: false, reason: 'masked' } : decision;
}

/** Milliseconds; undefined is now. Throws sensing.twinOutOfTime. */
export function momentOf(context: Context, at: string | undefined): number | undefined {
  if (at === undefined) return undefined;
  const moment = Date.parse(at);
  const hours = setting(context, 'twin-hours');
  const age = context.now.getTime() - moment;
  if (age > hours * hour + leeway || age < -leeway) throw errors.twinOutOfTime({ hours: String(hours) });
  return moment;
}

export function statesQuery(
  context: Context,
  kinds: readonly Kind[],
  at: string | undefined,
): Omit<StatesQuery, 'box' | 'ids'> {
  return {
    devices: decide(context, 'telemetry:read-devices', 'telemetry.device', [
      'code',
      'name',
      'position',
      'area',
    ]),
    alarms: decide(context, 'telemetry:read-alarms', 'telemetry.alarm', ['title', 'level', 'status']),
    models: kinds.map(({ id, measure }) => ({ id, compared: measure?.property })),
    at: momentOf(context, at),
  };
}
