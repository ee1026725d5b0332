/** Thing models (物模型): which properties, events and services a kind of device has, checked where they come in. */
import { z } from 'zod';
import { qualityNames } from './quality.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, '名称用小写字母开头，只含小写字母、数字和连字符，不超过 40 个字符');
const title = z.string().trim().min(1).max(40);
const propertyTypes = ['number', 'integer', 'boolean', 'text'] as const;

/** What the wire calls the property, and the factor that turns its value into the unit of the model. */
const WireName = z.object({
  name: z.string().min(1).max(60),
  factor: z
    .number()
    .refine((factor) => factor !== 0, '换算系数不能为零')
    .default(1),
});

export const PropertySpec = z
  .object({
    name,
    title,
    type: z.enum(propertyTypes),
    /** Case-sensitive code of UCUM 2.1 ('mg/m3', 'Cel', '%'); '1' for a pure number. */
    unit: z
      .string()
      .regex(/^[!-~]{1,30}$/, '单位用 UCUM 代码，例如 mg/L、Cel、kPa')
      .default('1'),
    lowest: z.number().optional(),
    highest: z.number().optional(),
    /** Decimals shown. */
    precision: z.number().int().min(0).max(6).default(2),
    /** Quality that a value outside lowest…highest gets. */
    outside: z.enum(qualityNames as readonly ['good', ...typeof qualityNames]).default('suspect'),
    /** May be set from here (desired half of the shadow). */
    writable: z.boolean().default(false),
    wire: z.array(WireName).max(10).default([]),
  })
  .refine(
    ({ lowest, highest }) => lowest === undefined || highest === undefined || lowest < highest,
    '下限应小于上限',
  );
export type PropertySpec = z.infer<typeof PropertySpec>;

const Parameter = z.object({ name, title, type: z.enum(propertyTypes), required: z.boolean().default(true) });

/** How grave an event is, as the device's maker says; a rule decides what becomes of it. */
export const eventLevels = { info: '信息', warning: '告警', fault: '故障' } as const;
export type EventLevel = keyof typeof eventLevels;

export const EventSpec = z.object({
  name,
  title,
  level: z.enum(['info', 'warning', 'fault']).default('info'),
  /** What the device tells with it. */
  output: z.array(Parameter).max(20).default([]),
});
export type EventSpec = z.infer<typeof EventSpec>;

export const ServiceSpec = z.object({
  name,
  title,
  input: z.array(Parameter).max(20).default([]),
  /** What a device answers when it has done it. */
  output: z.array(Parameter).max(20).default([]),
  /** How long an answer is waited for. */
  timeoutSeconds: z.number().int().min(1).max(86_400).default(60),
});
export type ServiceSpec = z.infer<typeof ServiceSpec>;

function distinct(items: readonly { readonly name: string }[]): boolean {
  return new Set(items.map((item) => item.name)).size === items.length;
}

export const ThingModel = z.object({
  properties: z.array(PropertySpec).min(1).max(200).refine(distinct, '属性名称重复'),
  events: z.array(EventSpec).max(50).default([]).refine(distinct, '事件名称重复'),
  services: z.array(ServiceSpec).max(50).default([]).refine(distinct, '服务名称重复'),
  /** How often a device of this kind reports; a device may have its own. */
  expectSeconds: z.number().int().min(1).max(604_800).optional(),
});
export type ThingModel = z.infer<typeof ThingModel>;

/** What the model calls longitude and latitude (degrees), by name or by the names of the wire (JT/T 808, JT/T 809); undefined for what stays where it is. */
export function coordinatesOf(
  properties: readonly PropertySpec[],
): { readonly longitude: string; readonly latitude: string } | undefined {
  const find = (word: string) =>
    properties.find(({ name, type, wire }) => {
      return type === 'number' && (name === word || wire.some((each) => each.name === word));
    })?.name;
  const [longitude, latitude] = [find('longitude'), find('latitude')];
  return longitude === undefined || latitude === undefined ? undefined : { longitude, latitude };
}

/** What a new version may not do to readings that are already there; the names of what it breaks. */
export function brokenByChange(before: ThingModel, after: ThingModel): readonly string[] {
  return before.properties.flatMap((old) => {
    const next = after.properties.find((property) => property.name === old.name);
    if (next === undefined) return [`属性“${old.title}”不能删除`];
    if (next.type !== old.type) return [`属性“${old.title}”不能改变类型`];
    if (next.unit !== old.unit) return [`属性“${old.title}”不能改变单位`];
    return [];
  });
}
