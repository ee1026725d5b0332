/** Demo people, network, valves and sensors (演示数据), from the small synthetic model in data/. */
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { newId } from '../../../../../kernel/ids.ts';
import type { Point } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { device, thingModel } from '../../../../../engines/telemetry/contract.ts';
import demo from '../../data/demo-water.json' with { type: 'json' };
import { waterNetwork, waterNode, waterPipe, waterSensor, waterValve } from '../../registers/network.ts';
import type { Placement } from '../../water/place-model.ts';
import { checkModel } from '../water/import-network.ts';
import { linesOf, partsOf } from '../water/show-network.ts';
import { centreOf, kilometresOf, writeParts } from '../water/write-network.ts';

const by = 'lifeline:demo';
const { note } = demo;
const { area, department } = demo.network;

export async function makePeople(services: Services): Promise<void> {
  const guard = services.use(access);
  await guard.admin.createDemoPeople(
    demo.people.map(([account = '', name = '', role = '', unit = '']) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [...role.split('+').map((each) => `lifeline:${each}`), 'telemetry:viewer'].map((each) => ({
        role: each,
        department: unit,
        area: guard.findDepartment(unit)?.area ?? '341200000000',
      })),
    })),
  );
}

/** On the pipe, a little way from the node that the valve is near. */
function beside(line: readonly (readonly [number, number])[], atStart: boolean): Point | null {
  const points = atStart ? line : line.toReversed();
  const [near, next] = points;
  if (near === undefined || next === undefined) return null;
  const share = 0.08;
  return { lon: near[0] + (next[0] - near[0]) * share, lat: near[1] + (next[1] - near[1]) * share };
}

async function makeValves(services: Services, work: Work, network: string): Promise<void> {
  const rows = services.use(registers);
  const pipes = await rows.of(waterPipe).trusted.findEvery(work.db, partsOf(network));
  const valves = pipes
    .filter(({ kind }) => kind === 'pipe')
    .flatMap((pipe, index) => {
      const line = linesOf(pipe.line);
      // As in most old networks, not every pipe has a valve at both ends.
      const ends = index % demo.unvalvedEvery === 0 ? [pipe.from] : [pipe.from, pipe.to];
      return ends.map((node) => ({ pipe, node, position: beside(line, node === pipe.from) }));
    });
  await rows.of(waterValve).trusted.insertMany(
    work,
    by,
    valves.map(({ pipe, node, position }) => {
      const code = `FM-${pipe.code}-${node}`;
      return {
        network,
        code,
        pipe: pipe.code,
        node,
        operable: !demo.stuck.includes(code),
        address: `管段 ${pipe.code} 靠近节点 ${node}（${note}）`,
        area,
        department,
        position,
      };
    }),
  );
}

async function makeSensors(services: Services, work: Work, network: string): Promise<void> {
  const rows = services.use(registers);
  const models = await rows.of(thingModel).trusted.findMany(work.db, {
    filter: { field: 'code', is: 'one-of', value: ['water-pressure-logger', 'water-flow-meter'] },
    limit: 2,
  });
  const modelOf = (code: string) => models.find((each) => each.code === code)?.id ?? '';
  const nodes = await rows.of(waterNode).trusted.findEvery(work.db, partsOf(network));
  const pipes = await rows.of(waterPipe).trusted.findEvery(work.db, partsOf(network));
  const places = [
    ...demo.pressure.nodes.map((of) => ({
      kind: 'pressure',
      of,
      error: demo.pressure.error,
      model: modelOf('water-pressure-logger'),
      name: `压力 ${of}`,
      position: nodes.find(({ code }) => code === of)?.position ?? null,
    })),
    ...demo.flow.links.map((of) => ({
      kind: 'flow',
      of,
      error: demo.flow.error,
      model: modelOf('water-flow-meter'),
      name: of === 'PU1' ? '水厂出厂流量' : '高位水池流量',
      position: pipes.find(({ code }) => code === of)?.position ?? null,
    })),
  ];
  for (const { kind, of, error, model, name, position } of places) {
    const made = await rows.of(device).trusted.insert(work, by, {
      code: `demo-water-${of}`,
      name: `${name}监测仪`,
      model,
      department,
      area,
      place: demo.network.name,
      position,
      protocol: 'mqtt',
      stage: 'active',
      group: '城市生命线',
      note,
    });
    await rows.of(waterSensor).trusted.insert(work, by, {
      network,
      name,
      kind,
      of,
      device: made.id,
      property: kind,
      error,
      area,
      department,
      position,
    });
  }
}

/** Households from the water they use, and a few that must be told first. */
async function nameUsers(services: Services, work: Work, network: string): Promise<void> {
  const { trusted } = services.use(registers).of(waterNode);
  for (const node of await trusted.findEvery(work.db, partsOf(network))) {
    const users = Math.round((node.demand ?? 0) / demo.litresPerSecondAUser);
    if (users > 0) await trusted.update(work, by, node, { users, key: demo.keyNodes.includes(node.code) });
  }
}

export async function makeWater(services: Services): Promise<void> {
  const data = services.use(store);
  const inp = await readFile(new URL('../../data/demo-network.inp', import.meta.url), 'utf8');
  const body = Buffer.from(inp);
  const file = await data.files.write({
    name: 'demo-network.txt',
    contentType: 'text/plain',
    by,
    body: Readable.from([body]),
    limit: body.length,
  });
  const model = await checkModel(services, inp);
  const placement = demo.network.placement as Placement;
  await data.transaction(async (work) => {
    const id = newId();
    await services
      .use(registers)
      .of(waterNetwork)
      .trusted.insert(work, by, {
        id,
        code: demo.network.code,
        name: demo.network.name,
        area,
        department,
        placement,
        model: [file.id],
        units: model.units,
        headloss: model.headloss,
        nodes: model.nodes.length,
        pipes: model.links.length,
        kilometres: kilometresOf(model),
        position: centreOf({ model, placement }),
        note,
      });
    await data.files.attach(work, [file.id], `register:lifeline.water-network:${id}`, by);
    await writeParts(services, work, by, id, { model, placement, area, department });
    await makeValves(services, work, id);
    await makeSensors(services, work, id);
    await nameUsers(services, work, id);
  });
}
