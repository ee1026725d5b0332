/** A city has more parking spots than anybody holds in memory: pages, counts, patterns and conditions over all that others keep here. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registers } from '../../../../../engines/registers/service.ts';
import { contextEntity } from '../../registers/context-entity.ts';
import { type ContextCity, etsi, openContext } from '../test-support/open-context.ts';

/** More than the register counts exactly. */
const many = 12_000;
const together = 2000;
let open: ContextCity;

function spot(serial: number) {
  const name = String(serial).padStart(6, '0');
  return {
    uri: `urn:ngsi-ld:ParkingSpot:${name}`,
    type: 'ParkingSpot',
    area: serial % 3 === 0 ? '341282000000' : '341202000000',
    department: 'city-data-resources',
    position: { lon: 115.7 + (serial % 100) / 1000, lat: 32.8 + Math.floor(serial / 100) / 1000 },
    attributes: {
      status: { type: 'Property', value: serial % 1000 === 0 ? 'occupied' : 'free' },
      location: {
        type: 'GeoProperty',
        value: {
          type: 'Point',
          coordinates: [115.7 + (serial % 100) / 1000, 32.8 + Math.floor(serial / 100) / 1000],
        },
      },
    },
  };
}

async function keep(count: number, make: (serial: number) => ReturnType<typeof spot>): Promise<void> {
  const { trusted } = open.city.services.use(registers).of(contextEntity);
  for (let from = 0; from < count; from += together)
    await open.city.store.transaction((work) =>
      trusted.insertMany(
        work,
        'test',
        Array.from({ length: together }, (_, index) => make(from + index)),
      ),
    );
}

beforeAll(async () => {
  open = await openContext();
  await keep(many, spot);
}, 300_000);
afterAll(() => open.city.close());

async function ask(question: string, who?: string) {
  const reply = await open.send('GET', `/entities?${question}`, undefined, who === undefined ? {} : { who });
  const body = reply.body as { id: string }[];
  const ids = Array.isArray(body) ? body.map(({ id }) => Number(id.split(':').at(-1))) : body;
  return { status: reply.status, count: reply.headers['ngsild-results-count'], ids, body: reply.body };
}

test('any page of all, with an exact count', async () => {
  expect(await ask('type=ParkingSpot&limit=2&count=true')).toMatchObject({
    status: 200,
    count: String(many),
    ids: [0, 1],
  });
  expect(await ask('type=ParkingSpot&limit=3&offset=11998')).toMatchObject({
    status: 200,
    ids: [11_998, 11_999],
  });
  expect(await ask('type=ParkingSpot&limit=2&offset=299')).toMatchObject({ ids: [299, 300] });
  expect(await ask('type=ParkingSpot&offset=50000')).toMatchObject({ status: 200, ids: [] });
});

test('conditions, patterns and places are answered from all of them', async () => {
  expect(await ask('type=ParkingSpot&q=status==%22occupied%22&count=true&limit=2&offset=10')).toMatchObject({
    count: '12',
    ids: [10_000, 11_000],
  });
  expect(
    await ask(
      `type=ParkingSpot&idPattern=${encodeURIComponent('^urn:ngsi-ld:ParkingSpot:0119.*')}&count=true&limit=1`,
    ),
  ).toMatchObject({
    count: '100',
    ids: [11_900],
  });
  const near = encodeURIComponent('near;maxDistance==20');
  expect(
    await ask(
      `type=ParkingSpot&georel=${near}&geometry=Point&coordinates=${encodeURIComponent('[115.705,32.91]')}&count=true`,
    ),
  ).toMatchObject({ count: '1', ids: [11_005] });
});

test('everybody counts what he may see', async () => {
  expect(await ask('type=ParkingSpot&limit=1&count=true', 'far')).toMatchObject({ count: '4000', ids: [0] });
  expect(await ask('type=ParkingSpot&limit=1&count=true&q=status==%22occupied%22', 'far')).toMatchObject({
    count: '4',
    ids: [0],
  });
});

test('a pattern that cannot be read is refused', async () => {
  const reply = await ask(`type=ParkingSpot&idPattern=${encodeURIComponent('(a+)+')}`);
  expect([reply.status, reply.body.type]).toEqual([400, etsi('BadRequestData')]);
});

test('a condition that no index answers has so many rows looked at and no more', async () => {
  const lamp = (serial: number) => ({
    ...spot(serial),
    uri: `urn:ngsi-ld:Streetlight:${String(serial).padStart(6, '0')}`,
    type: 'Streetlight',
  });
  await keep(10_000, lamp);
  const whole = 'type=ParkingSpot,Streetlight';
  const reply = await ask(`${whole}&q=status==%22nowhere%22`);
  expect([reply.status, reply.body.type]).toEqual([403, etsi('TooManyResults')]);
  expect(await ask(`${whole}&limit=1&count=true`)).toMatchObject({ status: 200, count: '22000' });
  expect(await ask('type=Streetlight&q=status==%22occupied%22&count=true&limit=1')).toMatchObject({
    count: '10',
  });
}, 300_000);
