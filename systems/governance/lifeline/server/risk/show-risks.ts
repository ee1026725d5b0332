/** Risks of pipes, manholes and closed spaces from the registers and the last readings, by the weights in force. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { qualities } from '../../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { incident } from '../../incident/incident.ts';
import { bridgePoint } from '../../registers/bridge-point.ts';
import { drainPoint } from '../../registers/drain-point.ts';
import { gasSpace } from '../../registers/gas-space.ts';
import { waterNetwork, waterNode, waterPipe, waterSensor } from '../../registers/network.ts';
import { riskFactor, riskGrade } from '../../registers/risk.ts';
import { threshold } from '../../registers/standard.ts';
import { judgeRisk } from '../../risk/judge-risk.ts';
import type { RiskAsset, riskRoutes } from '../../routes/risk-routes.ts';
import { setting } from '../setting.ts';
import { linesOf } from '../water/show-network.ts';

const mostWeights = 200;
const mostRows = 20_000;
const day = 24 * 3_600_000;

type Values = Readonly<Record<string, number | null | undefined>>;

interface Asset extends Omit<RiskAsset, 'likelihood' | 'consequence' | 'risk' | 'grade' | 'reasons'> {
  readonly values: Values;
  /** Measures that mean nothing here, as the roughness of another formula; one that is merely unknown has no value. */
  readonly foreign?: ReadonlySet<string>;
}

/** What a roughness is called by the formula of its network. */
const roughnessOf: Readonly<Record<string, string>> = {
  'H-W': 'roughness',
  'D-W': 'roughness-dw',
  'C-M': 'roughness-cm',
};

/** Alarms of each device by the thresholds of this system, other rules say nothing of safety; and leaks found on each '<network>/<pipe>', since then. */
async function happened(services: Services, since: string) {
  const rows = services.use(registers);
  const { db } = services.use(store);
  const count = (keys: readonly (string | null)[]) => {
    const found = new Map<string, number>();
    for (const key of keys) if (key !== null) found.set(key, (found.get(key) ?? 0) + 1);
    return found;
  };
  const thresholds = await rows.of(threshold).trusted.findEvery(db, {
    filter: { field: 'rule', is: 'filled' },
    most: mostRows,
  });
  const [alarms, leaks] = await Promise.all([
    services.use(telemetry).countAlarms({
      rules: thresholds.flatMap(({ rule }) => rule ?? []),
      since: Date.parse(since),
    }),
    rows.of(incident).trusted.findEvery(db, {
      filter: {
        all: [
          { field: 'openedAt', is: 'at-least', value: since },
          { field: 'foundPipe', is: 'filled' },
        ],
      },
      most: mostRows,
    }),
  ]);
  return {
    alarms,
    leaks: count(leaks.map(({ network, foundPipe }) => `${network}/${foundPipe}`)),
  };
}

type Happened = Awaited<ReturnType<typeof happened>>;

async function pipesOf(
  services: Services,
  principal: Principal,
  { alarms, leaks }: Happened,
): Promise<Asset[]> {
  const rows = services.use(registers);
  const [networks, pipes, nodes, sensors] = await Promise.all([
    rows.of(waterNetwork).listEvery(principal, { most: mostRows }),
    rows.of(waterPipe).listEvery(principal, { most: mostRows }),
    rows.of(waterNode).listEvery(principal, { most: mostRows }),
    rows.of(waterSensor).listEvery(principal, { most: mostRows }),
  ]);
  const formulas = new Map(networks.map(({ id, headloss }) => [id, headloss]));
  const nodeAt = new Map(nodes.map((node) => [`${node.network}/${node.code}`, node]));
  const alarmsAt = new Map<string, number>();
  const watched = new Set<string>();
  for (const { network, of, device } of sensors) {
    const place = `${network}/${of}`;
    watched.add(place);
    alarmsAt.set(place, (alarmsAt.get(place) ?? 0) + (alarms.get(device) ?? 0));
  }
  return pipes
    .filter(({ kind }) => kind === 'pipe')
    .map((pipe) => {
      const places = [pipe.from, pipe.to, pipe.code].map((code) => `${pipe.network}/${code}`);
      const ends = places.flatMap((place) => nodeAt.get(place) ?? []);
      const seen = places.some((place) => watched.has(place));
      const measure = roughnessOf[formulas.get(pipe.network) ?? ''];
      return {
        id: pipe.id,
        kind: 'pipe',
        name: pipe.road === null ? `管段 ${pipe.code}` : `${pipe.road} 管段 ${pipe.code}`,
        register: 'lifeline.water-pipe',
        position: pipe.position,
        line: linesOf(pipe.line),
        foreign: new Set(
          Object.values(roughnessOf).filter((each) => measure !== undefined && each !== measure),
        ),
        values: {
          // No sensor beside it: that nothing alarmed says nothing.
          alarms: seen ? places.reduce((sum, place) => sum + (alarmsAt.get(place) ?? 0), 0) : null,
          leaks: leaks.get(`${pipe.network}/${pipe.code}`) ?? 0,
          ...(measure === undefined ? {} : { [measure]: pipe.roughness }),
          diameter: pipe.diameter,
          users: ends.some(({ users }) => users !== null)
            ? ends.reduce((sum, { users }) => sum + (users ?? 0), 0)
            : null,
          key: ends.length === 0 ? null : ends.filter(({ key }) => key === true).length,
        },
      };
    });
}

async function pointsOf(services: Services, principal: Principal, { alarms }: Happened): Promise<Asset[]> {
  const rows = services.use(registers);
  const [bridges, drains, spaces] = await Promise.all([
    rows.of(bridgePoint).listEvery(principal, { most: mostRows }),
    rows.of(drainPoint).listEvery(principal, { most: mostRows }),
    rows.of(gasSpace).listEvery(principal, { most: mostRows }),
  ]);
  const since = services.use(store).clock.now().getTime() - day;
  const last = await services
    .use(telemetry)
    .readLast([...bridges, ...drains, ...spaces].map(({ device }) => device));
  const newest = (device: string, property: string) => {
    const found = last.find((each) => each.device === device && each.property === property);
    return found !== undefined && qualities[found.quality].valid && Date.parse(found.at) >= since
      ? found.value
      : null;
  };
  const bridgeValues = ({ kind, device }: (typeof bridges)[number]) => {
    const loss = newest(device, 'frequency-drift');
    const away = newest(device, 'strain-deviations');
    return kind === 'frequency'
      ? { 'frequency-loss': loss === null ? null : Math.max(0, -loss) }
      : { 'strain-away': away === null ? null : Math.abs(away) };
  };
  return [
    ...bridges.map(
      (point): Asset => ({
        id: point.id,
        kind: 'bridge',
        name: `${point.bridge} ${point.name}`,
        register: 'lifeline.bridge-point',
        position: point.position,
        line: [],
        foreign: new Set([point.kind === 'frequency' ? 'strain-away' : 'frequency-loss']),
        // What a bridge carries is not known here: its consequence counts in full.
        values: { alarms: alarms.get(point.device) ?? 0, ...bridgeValues(point), bridge: 1 },
      }),
    ),
    ...drains.map(
      (drain): Asset => ({
        id: drain.id,
        kind: 'drain',
        name: drain.name,
        register: 'lifeline.drain-point',
        position: drain.position,
        line: [],
        values: {
          alarms: alarms.get(drain.device) ?? 0,
          fullness: newest(drain.device, 'fullness'),
          'forecast-fullness': newest(drain.device, 'forecast-fullness'),
          catchment: drain.catchment,
        },
      }),
    ),
    ...spaces.map(
      (space): Asset => ({
        id: space.id,
        kind: 'gas',
        name: space.name,
        register: 'lifeline.gas-space',
        position: space.position,
        line: [],
        values: {
          alarms: alarms.get(space.device) ?? 0,
          methane: newest(space.device, 'methane'),
          volume: space.volume,
        },
      }),
    ),
  ];
}

/** Narrowed to what the principal may read; the grade by the weights and bounds in force. */
export async function readRisks(services: Services, principal: Principal) {
  const rows = services.use(registers);
  const { db, clock } = services.use(store);
  const days = setting(services, 'risk-days');
  const active = { filter: { field: 'state', is: 'equal', value: 'active' }, most: mostWeights } as const;
  const [factors, grades, events, names] = await Promise.all([
    rows.of(riskFactor).trusted.findEvery(db, active),
    rows.of(riskGrade).trusted.findEvery(db, active),
    happened(services, new Date(clock.now().getTime() - days * day).toISOString()),
    rows.codeLists.list('lifeline risk-grades'),
  ]);
  const found = [
    ...(await pipesOf(services, principal, events)),
    ...(await pointsOf(services, principal, events)),
  ];
  const assets = found.map(({ values, foreign, ...asset }): RiskAsset => {
    const judged = judgeRisk(
      factors.filter(({ kind, measure }) => kind === asset.kind && foreign?.has(measure) !== true),
      grades,
      values,
    );
    return { ...asset, ...judged, reasons: [...judged.reasons] };
  });
  return {
    assets: assets.toSorted((a, b) => (b.risk ?? -1) - (a.risk ?? -1)),
    grades: names.map(({ code, name }) => ({
      grade: code,
      name,
      from: grades.find(({ grade }) => grade === code)?.from ?? 1,
      assets: assets.filter(({ grade }) => grade === code).length,
    })),
    unknown: assets.filter(({ grade }) => grade === null).length,
    days,
  };
}

export const showRisks: Handler<typeof riskRoutes.risks> = (_, context) =>
  readRisks(context, context.principal);
