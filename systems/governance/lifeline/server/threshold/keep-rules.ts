/** Keeps a rule of the telemetry engine for each threshold, so that every device of the model alarms by it. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { type RegisterChange, registers, rowsChanged } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { RuleDefinition, ThingModel, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { type RowRule, telemetry } from '../../../../../engines/telemetry/service.ts';
import { threshold } from '../../registers/standard.ts';

type ThresholdRow = Row<typeof threshold>;

const mostRows = 1000;

/** The rule's definition, or why there can be none. */
async function definitionOf(
  services: Services,
  work: Work,
  row: ThresholdRow,
): Promise<{ readonly definition: RuleDefinition; readonly title: string; readonly unit: string } | string> {
  const [model] = await services
    .use(registers)
    .of(thingModel)
    .trusted.findMany(work.db, { filter: { field: 'code', is: 'equal', value: row.model }, limit: 1 });
  if (model === undefined) return `没有物模型“${row.model}”`;
  const property = ThingModel.safeParse(model.definition).data?.properties.find(
    ({ name }) => name === row.property,
  );
  if (property === undefined) return `物模型没有属性“${row.property}”`;
  const moves = row.form === 'falls' || row.form === 'rises';
  if (moves && (row.amount <= 0 || (row.seconds ?? 0) <= 0)) return '上升、下降须填写大于零的幅度和时间';
  const leaf = moves
    ? { kind: 'rate', property: row.property, is: row.form, by: row.amount, within: row.seconds }
    : { kind: 'threshold', property: row.property, is: row.form, value: row.amount };
  const definition = RuleDefinition.parse({
    model: model.id,
    ...(row.device === null ? {} : { device: row.device }),
    condition: { leaves: [leaf] },
    hold: moves ? 0 : (row.seconds ?? 0),
  });
  return { definition, title: property.title, unit: property.unit };
}

const forms: Readonly<Record<string, string>> = {
  falls: '骤降',
  rises: '骤升',
  above: '高于',
  below: '低于',
};

const rowRule: RowRule<typeof threshold> = {
  register: threshold,
  by: 'lifeline',
  async wanted(row, work, services) {
    const found = await definitionOf(services, work, row);
    if (typeof found === 'string') return found;
    const { title, unit, definition } = found;
    const name = `${title}${forms[row.form] ?? ''} ${row.amount} ${unit}`;
    return { name, level: row.level, source: row.source, definition };
  },
};

function keepRule(services: Services, work: Work, row: ThresholdRow): Promise<void> {
  return services.use(telemetry).keepRowRule(services, work, rowRule, row);
}

/** At start-up and for seeds, which do not wait for the events. */
export async function keepAllRules(services: Services, work: Work): Promise<void> {
  const rows = await services.use(registers).of(threshold).trusted.findEvery(work.db, { most: mostRows });
  for (const row of rows) await keepRule(services, work, row);
}

export async function keepRules(change: RegisterChange, work: Work, services: Services): Promise<void> {
  const { trusted } = services.use(registers).of(threshold);
  const rows = await trusted.findMany(work.db, { ...rowsChanged(change), limit: mostRows });
  for (const row of rows) await keepRule(services, work, row);
}
