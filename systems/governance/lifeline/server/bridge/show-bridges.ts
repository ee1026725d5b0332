/** Bridge points with their last deviation, and one with its course beside the reference. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Handlers } from '../../../../../kernel/system.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { qualities } from '../../../../../engines/telemetry/contract.ts';
import { type LastOf, telemetry } from '../../../../../engines/telemetry/service.ts';
import { judgeReading } from '../../bridge/compensate.ts';
import { Reference } from '../../bridge/reference.ts';
import rules from '../../data/bridge-rules.json' with { type: 'json' };
import { incident } from '../../incident/incident.ts';
import { bridgePoint } from '../../registers/bridge-point.ts';
import type { bridgeRoutes } from '../../routes/bridge-routes.ts';
import { findAlarmDevice } from '../incident/find-alarm-device.ts';
import { type Threshold, thresholdsInForce } from '../thresholds-in-force.ts';
import { findReference, kindOf, readPairs } from './find-reference.ts';

type Point = Row<typeof bridgePoint>;

const most = 20_000;
const hour = 3_600_000;
const day = 24 * hour;

function appliesTo({ property, device }: Threshold, point: Point): boolean {
  return property === kindOf(point)?.derived && (device === null || device === point.device);
}

function levelOf(thresholds: readonly Threshold[], point: Point, deviation: number | null): string | null {
  if (deviation === null) return null;
  const found = thresholds.find(
    (each) =>
      appliesTo(each, point) && (each.form === 'below' ? deviation < each.amount : deviation > each.amount),
  );
  return found?.level ?? null;
}

function shapeOf(point: Point, last: readonly LastOf[], thresholds: readonly Threshold[]) {
  const newest = last.find(
    ({ device, property, quality }) =>
      device === point.device && property === kindOf(point)?.derived && qualities[quality].valid,
  );
  const deviation = newest?.value ?? null;
  const { id, name, bridge, kind, position } = point;
  return {
    id,
    name,
    bridge,
    kind,
    position,
    deviation,
    at: newest?.at ?? null,
    level: levelOf(thresholds, point, deviation),
    problem: point.referenceProblem,
  };
}

export const showBridgePoints: Handlers<typeof bridgeRoutes>['bridgePoints'] = async (_, context) => {
  const points = await context.use(registers).of(bridgePoint).listEvery(context.principal, { most });
  const [last, thresholds] = await Promise.all([
    context.use(telemetry).readLast(points.map(({ device }) => device)),
    thresholdsInForce(context, 'kind', 'bridge'),
  ]);
  const shown = points.map((point) => shapeOf(point, last, thresholds));
  return {
    points: shown.toSorted((a, b) => (a.level ?? '9').localeCompare(b.level ?? '9')),
    basis: rules.source,
  };
};

function byOf(point: Point, kept: boolean): 'keeper' | 'first-days' | 'not-over' {
  if (!kept) return 'not-over';
  return point.referenceFrom === null ? 'first-days' : 'keeper';
}

export const showBridgePoint: Handlers<typeof bridgeRoutes>['bridgePoint'] = async (
  { id, days },
  context,
) => {
  const point = await context.use(registers).of(bridgePoint).get(context.principal, id);
  const to = Math.floor(context.now.getTime() / hour) * hour;
  const kind = kindOf(point);
  const [pairs, reference, last, thresholds] = await Promise.all([
    readPairs(context, point, { from: to - days * day, to }),
    kind === undefined ? undefined : findReference(context, point, to),
    context.use(telemetry).readLast([point.device]),
    thresholdsInForce(context, 'kind', 'bridge'),
  ]);
  const course = pairs.map((pair) => {
    const judged = reference === undefined ? undefined : judgeReading(reference, pair);
    return {
      at: new Date(pair.at).toISOString(),
      value: pair.value,
      temperature: pair.temperature,
      expected: judged?.expected ?? null,
      deviation: (kind?.as === 'drift' ? judged?.drift : judged?.deviations) ?? null,
    };
  });
  const kept = Reference.safeParse(point.reference).success;
  return {
    ...shapeOf(point, last, thresholds),
    unit: kind?.unit ?? '',
    course,
    reference:
      reference === undefined
        ? null
        : {
            ...reference,
            from: new Date(reference.from).toISOString(),
            to: new Date(Math.min(reference.to, to)).toISOString(),
            by: byOf(point, kept),
          },
    thresholds: thresholds
      .filter((each) => appliesTo(each, point))
      .map(({ level, form, amount }) => ({ level, form, amount })),
    basis: rules.source,
  };
};

export const showBridgeOfIncident: Handlers<typeof bridgeRoutes>['bridgeOfIncident'] = async (
  { id },
  context,
) => {
  const row = await context.use(flow).read(context.principal, incident, id);
  const device = await findAlarmDevice(context, row);
  const points =
    device === ''
      ? []
      : await context
          .use(registers)
          .of(bridgePoint)
          .listEvery(context.principal, { where: { device }, most: 100 });
  return { points: points.map(({ id: own, name, bridge }) => ({ id: own, name, bridge })) };
};
