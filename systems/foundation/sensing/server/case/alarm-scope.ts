/** What the expressions of a rule see of an alarm when they fill in a case: alarm, device, rule. */
import type { Row } from '../../../../../kernel/register.ts';
import {
  type alarm,
  type device,
  levelTitles,
  type rule,
  type thingModel,
  ThingModel,
} from '../../../../../engines/telemetry/contract.ts';

export interface AlarmFacts {
  readonly alarm: Row<typeof alarm>;
  readonly device: Row<typeof device> | undefined;
  readonly rule: Row<typeof rule>;
  readonly model: Row<typeof thingModel> | undefined;
}

export function alarmScope(facts: AlarmFacts): Readonly<Record<string, unknown>> {
  const { alarm: row, device: sensor, rule: judged, model } = facts;
  const definition = ThingModel.safeParse(model?.definition);
  const property = definition.data?.properties.find((each) => each.name === row.property);
  return {
    alarm: {
      id: row.id,
      title: row.title,
      level: row.level,
      levelTitle: levelTitles[row.level as keyof typeof levelTitles] ?? '',
      property: row.property,
      propertyTitle: property?.title ?? row.property,
      unit: property?.unit ?? '',
      value: row.value,
      limit: row.limit,
      times: row.times,
      raisedAt: row.raisedAt,
      area: row.area,
      department: row.department,
      position: row.position,
    },
    device: {
      id: row.device,
      code: sensor?.code ?? '',
      name: sensor?.name ?? '',
      place: sensor?.place ?? '',
      group: sensor?.group ?? null,
      address: sensor?.address ?? null,
    },
    rule: { id: judged.id, name: judged.name, source: judged.source, version: row.ruleVersion },
  };
}
