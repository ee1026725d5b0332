/** The reference of one bridge point: as it is kept, or made from its hours and kept from then on. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { type HourOf, telemetry } from '../../../../../engines/telemetry/service.ts';
import { firstSpan, fitReference, Reference, spanOfDays, type Timed } from '../../bridge/reference.ts';
import rules from '../../data/bridge-rules.json' with { type: 'json' };
import { bridgePoint } from '../../registers/bridge-point.ts';

type Point = Row<typeof bridgePoint>;
type Kind = keyof typeof rules.kinds;

export function kindOf({ kind }: Point) {
  return Object.hasOwn(rules.kinds, kind) ? rules.kinds[kind as Kind] : undefined;
}

/** Hours in which both the reading and the temperature beside it are known, in the order of time. */
export function pairsOf(hours: readonly HourOf[], property: string): readonly Timed[] {
  const warm = new Map(
    hours.filter((each) => each.property === rules.temperature).map(({ at, mean }) => [at, mean]),
  );
  return hours.flatMap(({ at, property: of, mean }) => {
    const temperature = warm.get(at);
    if (of !== property || mean === null || temperature === null || temperature === undefined) return [];
    return [{ at, temperature, value: mean }];
  });
}

export async function readPairs(
  services: Services,
  point: Point,
  span: { readonly from: number; readonly to: number },
): Promise<readonly Timed[]> {
  const kind = kindOf(point);
  if (kind === undefined) return [];
  const properties = [kind.property, rules.temperature];
  const hours = await services.use(telemetry).readHours({ devices: [point.device], properties, ...span });
  return pairsOf(hours, kind.property);
}

async function keep(services: Services, point: Point, reference: Reference | null, problem: string | null) {
  if (reference === null && problem === point.referenceProblem) return;
  await services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(bridgePoint);
    const row = await trusted.lock(work, point.id);
    // Changed by its keeper meanwhile: the next hour makes it of what he wants now.
    if (row === undefined || row.version !== point.version) return;
    const made = reference === null ? {} : { reference };
    await trusted.update(work, 'lifeline', row, { ...made, referenceProblem: problem });
  });
}

/** By the days that the keeper named; while they are not over by what there is of them, which is not kept. */
async function ofKeeper(
  services: Services,
  point: Point,
  span: { readonly from: number; readonly to: number },
  kept: Reference | null,
  now: number,
) {
  if (kept !== null && kept.from === span.from && kept.to === span.to) return kept;
  const made = fitReference(await readPairs(services, point, span), span, rules.leastPairs);
  if (span.to > now) return made;
  await keep(services, point, made ?? null, made === undefined ? '参考期内读数不足或温度没有变化' : null);
  return made;
}

/** By the first days of the point, which stand as soon as they are over; until then by what there is, less the last hours. */
async function ofFirstDays(services: Services, point: Point, now: number) {
  const recent = rules.recentHours * 3_600_000;
  const pairs = await readPairs(services, point, { from: 0, to: now - recent });
  const span = firstSpan(pairs, rules.referenceDays, rules.leastPairs);
  if (span === undefined) return undefined;
  const made = fitReference(pairs, span, rules.leastPairs);
  if (made !== undefined && span.to <= now - recent) await keep(services, point, made, null);
  return made;
}

/** Undefined where there is not enough to judge by yet. */
export async function findReference(
  services: Services,
  point: Point,
  now: number,
): Promise<Reference | undefined> {
  const { referenceFrom: from, referenceTo: to } = point;
  const kept = Reference.safeParse(point.reference).data ?? null;
  if (from != null && to != null) return ofKeeper(services, point, spanOfDays(from, to), kept, now);
  if (from != null || to != null) {
    await keep(services, point, null, '参考期要有开始和结束');
    return undefined;
  }
  return kept ?? ofFirstDays(services, point, now);
}
