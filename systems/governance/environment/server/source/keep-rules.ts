/** Keeps a rule for each limit of an outfall: what passes it raises an alarm, and the alarm opens the case. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { type RegisterChange, registers, rowsChanged } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { device, RuleDefinition, ThingModel, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { type RowRule, telemetry } from '../../../../../engines/telemetry/service.ts';
import { outlet, outletLimit, pollutionSource } from '../../registers/source.ts';

type LimitRow = Row<typeof outletLimit>;

const mostRows = 5000;

interface Target {
  readonly outlet: Row<typeof outlet>;
  readonly source: Row<typeof pollutionSource>;
  readonly device: Row<typeof device>;
  readonly title: string;
  readonly unit: string;
}

/** FEEL has no escape for a quotation mark that a name may hold. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '')}"`;
}

async function findTarget(services: Services, work: Work, limit: LimitRow): Promise<Target | string> {
  const rows = services.use(registers);
  const port = await rows.of(outlet).trusted.find(work.db, limit.outlet);
  if (port?.device == null) return '排放口没有关联自动监测设备';
  const [source, sensor] = await Promise.all([
    rows.of(pollutionSource).trusted.find(work.db, port.source),
    rows.of(device).trusted.find(work.db, port.device),
  ]);
  if (source === undefined || sensor === undefined) return '污染源或设备不存在';
  const model = await rows.of(thingModel).trusted.find(work.db, sensor.model);
  const property = ThingModel.safeParse(model?.definition).data?.properties.find(
    (each) => each.name === limit.factor,
  );
  if (property === undefined) return `设备的物模型没有监测因子“${limit.factor}”`;
  return { outlet: port, source, device: sensor, title: property.title, unit: property.unit };
}

function definitionOf(services: Services, limit: LimitRow, target: Target): RuleDefinition {
  const hours = services.use(store).settings.value('environment.recurrence-hours');
  const { outlet: port, source, device: sensor, title } = target;
  return RuleDefinition.parse({
    model: sensor.model,
    device: sensor.id,
    condition: { leaves: [{ kind: 'threshold', property: limit.factor, is: 'above', value: limit.limit }] },
    opens: {
      type: 'environment.exceedance',
      values: {
        title: `${quoted(`${source.name} ${port.name} ${title}`)} + "超标"`,
        source: quoted(source.id),
        outlet: quoted(port.id),
        alarm: 'alarm.id',
        factor: quoted(title),
        value: 'alarm.value',
        limit: 'alarm.limit',
        measure: 'alarm.unit',
        measuredAt: 'alarm.raisedAt',
        position: 'alarm.position',
      },
      whenClosed: 'close',
      recurrence: { within: hours * 3600, does: 'reopen' },
    },
  });
}

const rowRule: RowRule<typeof outletLimit> = {
  register: outletLimit,
  by: 'environment',
  async wanted(limit, work, services) {
    const target = await findTarget(services, work, limit);
    if (typeof target === 'string') return target;
    const name = `${target.outlet.code} ${target.title}超标`;
    return { name, level: '2', source: limit.basis, definition: definitionOf(services, limit, target) };
  },
};

function keepRule(services: Services, work: Work, limit: LimitRow): Promise<void> {
  return services.use(telemetry).keepRowRule(services, work, rowRule, limit);
}

/** For seeds, which do not wait for the events. */
export async function keepAllRules(services: Services, work: Work): Promise<void> {
  const limits = await services.use(registers).of(outletLimit).trusted.findEvery(work.db, { most: mostRows });
  for (const limit of limits) await keepRule(services, work, limit);
}

/** A limit, or the outfall that it is for, has changed; one that an import has just brought has no limits yet. */
export async function keepRules(change: RegisterChange, work: Work, services: Services): Promise<void> {
  const ofOutlets = { filter: { field: 'outlet', is: 'one-of', value: change.ids } } as const;
  const query = change.register === 'environment.outlet' ? ofOutlets : rowsChanged(change);
  const { trusted } = services.use(registers).of(outletLimit);
  for (const limit of await trusted.findMany(work.db, { ...query, limit: mostRows }))
    await keepRule(services, work, limit);
}
