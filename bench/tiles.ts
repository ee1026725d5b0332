/** How fast a map tile comes from many points: made anew, and from the cache over HTTP; beside a bare query with the same encoder. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { createGateway } from '../engines/gateway/index.ts';
import gatewayContract from '../engines/gateway/contract.ts';
import { encodeTile, mapsSystem, type MapService, tileBox } from '../engines/maps/index.ts';
import { sql, type Store } from '../engines/store/index.ts';
import { defineContract } from '../kernel/contract.ts';
import { area, code, defineRegister, point, text } from '../kernel/register.ts';
import { openPartsMap, timeEach } from './support/open-parts-map.ts';
import { percentile } from './support/percentile.ts';

const contract = defineContract({
  id: 'bench',
  title: '测试',
  plan: [],
  permissions: { read: '查看' },
  registers: {
    parts: defineRegister({
      title: '部件',
      owner: 'city',
      share: 'none',
      open: 'none',
      fields: {
        code: text({ title: '编码', class: 'public' }),
        kind: code({ title: '小类', class: 'public' }),
        phone: text({ title: '电话', class: 'personal', mask: 'phone' }),
        place: area({ title: '区划', class: 'public' }),
        at: point({ title: '位置', class: 'public' }),
      },
      allow: { read: 'read' },
      scope: { area: 'place' },
      titleField: 'code',
    }),
  },
  routes: {},
  layers: {
    parts: {
      title: '部件',
      from: 'parts',
      point: 'at',
      allow: 'read',
      properties: ['code', 'phone'],
      colours: { by: 'kind', values: { k0: '#d4380d', k1: '#1677ff' }, other: '#8c8c8c' },
    },
  },
});
const layer = 'bench.parts';
const zoom = 13;

type TileName = readonly [z: number, x: number, y: number];

function tilesAt(z: number, west: number, south: number, east: number, north: number): readonly TileName[] {
  const across = 2 ** z;
  const column = (lon: number) => Math.floor(((lon + 180) / 360) * across);
  const line = (lat: number) => {
    const sine = Math.sin((lat * Math.PI) / 180);
    return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * across);
  };
  const found: TileName[] = [];
  for (let x = column(west); x <= column(east); x += 1)
    for (let y = line(north); y <= line(south); y += 1) found.push([z, x, y]);
  return found;
}

function print(
  name: string,
  mine: readonly number[],
  target: string,
  yardstick: string,
  theirs: readonly number[],
): void {
  for (const [label, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
    ['max', 1],
  ] as const) {
    const [own, other] = [percentile(mine, share), percentile(theirs, share)];
    console.log(
      `figure ${name}-${label} ${own.toFixed(2)} ms target ${target} yardstick ${yardstick}=${other.toFixed(2)} ratio ${(own / other).toFixed(2)}`,
    );
  }
}

/** What a hand-written handler would do: the same box, no decision, no mask. */
async function bareTile(store: Store, [z, x, y]: TileName): Promise<unknown> {
  const box = tileBox(z, x, y, 64 / 4096);
  const { rows } = await sql<{
    id: string;
    code: string;
    kind: string;
    phone: string;
    at: { lon: number; lat: number };
  }>`
    select id, code, kind, phone, at from bench_parts
    where at <@ box(point(${box.west}::float8, ${box.south}::float8), point(${box.east}::float8, ${box.north}::float8))
  `.execute(store.db);
  return encodeTile(
    z,
    x,
    y,
    rows.map(({ id, code: name, kind, phone, at: place }) => ({
      ...place,
      tags: { id, code: name, kind, phone },
    })),
  );
}

async function throughHttp(
  store: Store,
  maps: MapService,
  access: Parameters<typeof createGateway>[0]['access'],
  tiles: readonly TileName[],
) {
  const app = await createGateway({
    store,
    access,
    services: {
      use() {
        throw new Error('none');
      },
    },
    systems: [mapsSystem(maps)],
    fileGuards: {},
    version: 'bench',
    rate: 0,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const headers = { cookie: 'city_session=bench' };
  const agent = new http.Agent({ keepAlive: true });
  // Not fetch: it would unpack each tile, and that is the page's time.
  const get = (url: string) =>
    new Promise<void>((resolve, reject) => {
      const asked = http.get({ port, host: '127.0.0.1', path: url, headers, agent }, (reply) => {
        if (reply.statusCode !== 200) reject(new Error(`${url}: ${reply.statusCode}`));
        reply.on('end', () => resolve()).resume();
      });
      asked.on('error', reject);
    });
  const cached = await timeEach([...tiles, ...tiles], ([z, x, y]) =>
    get(`/api/maps/tiles/${layer}/${z}/${x}/${y}`),
  );
  const nothing = await timeEach([...tiles, ...tiles], () => get('/healthz'));
  agent.destroy();
  await app.close();
  return { cached, nothing };
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '200000' } } });
  const { store, reader, access, make, close } = await openPartsMap(contract, {
    rows: Number(values.rows),
    more: { kind: (index) => `k${index % 5}`, phone: () => '13800000000' },
    settingsOf: [gatewayContract],
  });
  try {
    const inner = tilesAt(zoom, 115.7, 32.8, 115.95, 33.0);
    const warm = make();
    await timeEach(inner, ([z, x, y]) => warm.tile(reader, layer, z, x, y));
    await timeEach(inner, (tile) => bareTile(store, tile));
    const maps = make();
    const uncached = await timeEach(inner, ([z, x, y]) => maps.tile(reader, layer, z, x, y));
    print(
      'tile-uncached-z13',
      uncached,
      '≤60',
      'bare-query',
      await timeEach(inner, (tile) => bareTile(store, tile)),
    );
    const { cached, nothing } = await throughHttp(store, maps, access, inner);
    print('tile-cached-http', cached, '≤3', 'healthz', nothing);
    const far = [...tilesAt(8, 115, 32.5, 116.4, 33.5), ...tilesAt(10, 115, 32.5, 116.4, 33.5)];
    const summed = await timeEach(far, ([z, x, y]) => maps.tile(reader, layer, z, x, y));
    print(
      'tile-summed-z8-z10',
      summed,
      '≤500',
      'bare-query',
      await timeEach(far, (tile) => bareTile(store, tile)),
    );
  } finally {
    await close();
  }
}
