/** What was, as a caller sends it: attributes with one or several instances, each of its moment (ETSI GS CIM 009, clauses 4.5.6 and 5.2.20). Pure. */
import { errors } from '../errors.ts';
import type { Names } from './context.ts';
import type { Attribute } from './entity.ts';
import { isUri, readOne } from './read-fragment.ts';

/** An attribute's name and one of its instances. */
export type Instance = readonly [name: string, attribute: Attribute];

export interface TemporalFragment {
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly instances: readonly Instance[];
}

const mostInstances = 5000;
const members: ReadonlySet<string> = new Set(['id', 'type', '@context', 'createdAt', 'modifiedAt']);

function refuse(why: string): never {
  throw errors.badRequestData({ why });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readInstance(name: string, given: unknown, names: Names): Attribute {
  const attribute = readOne(name, given, names);
  return attribute ?? refuse(`${name}：时序中没有空值，撤销用 DELETE`);
}

/** Throws BadRequestData; whether an instance must say its moment is the operation's affair. */
export function readTemporalFragment(given: unknown, names: Names): TemporalFragment {
  if (!isRecord(given)) return refuse('应为实体对象');
  const { id, type } = given;
  if (id !== undefined && !isUri(id)) refuse('id：应为 URI');
  if (type !== undefined && typeof type !== 'string') refuse('type：应为一个类型名');
  const instances: Instance[] = [];
  for (const [term, value] of Object.entries(given)) {
    if (members.has(term)) continue;
    const name = names(term);
    for (const each of Array.isArray(value) ? value : [value])
      instances.push([name, readInstance(term, each, names)]);
    if (instances.length > mostInstances) refuse(`一次不超过 ${mostInstances} 个值`);
  }
  if (instances.length === 0) refuse('没有属性');
  return { id: id as string | undefined, type: type === undefined ? undefined : names(type), instances };
}

/** Each of its moment: without one it would be a reading of now, which is not what was. */
export function requireMoments(instances: readonly Instance[]): readonly Instance[] {
  const without = instances.find(([, { observedAt }]) => observedAt === undefined);
  return without === undefined ? instances : refuse(`${without[0]}：须有 observedAt`);
}

/** A reading is (device, property, moment), and so is its name. */
export function instanceIdOf(code: string, attribute: string, at: number): string {
  return `urn:ngsi-ld:Instance:${code}:${attribute}:${at}`;
}

/** Milliseconds; undefined for what names no reading of this attribute. */
export function momentOfInstance(instance: string, code: string, attribute: string): number | undefined {
  const head = instanceIdOf(code, attribute, 0).slice(0, -1);
  const rest = instance.startsWith(head) ? instance.slice(head.length) : '';
  return /^\d{1,15}$/.test(rest) ? Number(rest) : undefined;
}
