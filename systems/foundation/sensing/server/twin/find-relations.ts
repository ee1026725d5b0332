/** What a device belongs to and what lies before it: its platform, the records of systems that name it, and what those records refer to. */
import type { Field, Register, Row } from '../../../../../kernel/register.ts';
import type { Context } from '../../../../../kernel/system.ts';
import { registers, type RegisterInfo } from '../../../../../engines/registers/service.ts';
import type { Relation } from '../../routes/twin-routes.ts';
import { mayRead } from './find-themes.ts';

const devices = 'telemetry.device';
/** The engine's own records (alarms, rules) are no parts of the city. */
const own = 'telemetry';
const mostRecords = 5;

type Values = Readonly<Record<string, unknown>>;

function refsOf(info: RegisterInfo): readonly (readonly [string, Field])[] {
  return Object.entries(info.declaration.fields).filter(([, field]) => field.type === 'ref');
}

/** The field by which rows of a register name a device. */
function deviceField(info: RegisterInfo): string | undefined {
  return refsOf(info).find(([, field]) => field.to === devices)?.[0];
}

function titleOf(info: RegisterInfo, row: Row<Register>): string {
  const title = (row as unknown as Values)[info.declaration.titleField];
  return typeof title === 'string' && title !== '' ? title : info.declaration.title;
}

/** A record that stands for a device is shown as that device. */
async function pointTo(
  context: Context,
  title: string,
  register: string,
  id: string,
): Promise<Relation | undefined> {
  if (!mayRead(context, register)) return undefined;
  const service = context.use(registers);
  const info = service.get(register);
  const row = await service.rows(register).find(context.principal, id);
  if (row === undefined) return undefined;
  const name = titleOf(info, row);
  if (register === devices) return { title, name, entity: { kind: 'device', id }, row: null };
  const field = deviceField(info);
  const device = field === undefined ? undefined : (row as unknown as Values)[field];
  const seen =
    typeof device === 'string' && mayRead(context, devices)
      ? await service.rows(devices).find(context.principal, device)
      : undefined;
  const entity = seen === undefined ? null : { kind: 'device' as const, id: seen.id };
  return { title, name, entity, row: { register, id } };
}

async function recordsNaming(context: Context, info: RegisterInfo, device: string): Promise<Relation[]> {
  const field = deviceField(info);
  if (field === undefined || info.system === own) return [];
  const service = context.use(registers);
  const decision = service.decide(context.principal, info.id, 'read');
  // Whoever may not read which device it is must not find out by asking for it.
  if (!decision.permit || service.hidden(info.id, decision).has(field)) return [];
  const { rows } = await service.rows(info.id).list(context.principal, {
    filter: { field, is: 'equal', value: device },
    size: mostRecords,
  });
  const found: Relation[] = [];
  for (const row of rows) {
    const { title } = info.declaration;
    found.push({ title, name: titleOf(info, row), entity: null, row: { register: info.id, id: row.id } });
    for (const [name, { title: relation, to }] of refsOf(info)) {
      const target = (row as unknown as Values)[name];
      if (name === field || to === undefined || typeof target !== 'string') continue;
      const related = await pointTo(context, relation, to, target);
      if (related !== undefined) found.push(related);
    }
  }
  return found;
}

export async function relationsOf(
  context: Context,
  device: { readonly id: string; readonly gateway: string | null },
): Promise<Relation[]> {
  const platform =
    device.gateway === null ? undefined : await pointTo(context, '上级平台', devices, device.gateway);
  const named = await Promise.all(
    context
      .use(registers)
      .all()
      .map((info) => recordsNaming(context, info, device.id)),
  );
  return [...(platform === undefined ? [] : [platform]), ...named.flat()];
}
