/** What a platform above reads of a place, a vehicle and an alarm: both editions, at the edges of what their fields hold. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jt809 } from '../codec/jt809/codec.ts';
import type { Jt809Body, Jt809Edition } from '../codec/jt809/message.ts';
import { readPosition } from '../codec/jt809/position.ts';
import {
  alarmBody,
  alarmTypeOf,
  missedBody,
  positionBody,
  positionOf,
  registrationBody,
  vehicleOf,
} from './make-bodies.ts';
import type { StoredPlace } from './read-places.ts';

const platform = '34120000001';
const vehicle = { plate: '皖K12345', colour: 2 };
const editions: readonly Jt809Edition[] = ['2011', '2019'];

const place: StoredPlace = {
  at: Date.parse('2026-03-15T08:15:30+08:00'),
  latitude: 32.890124,
  longitude: 115.814205,
  speed: 62,
  direction: 270,
  altitude: 31,
  status: 3,
  alarm: 2,
  mileage: 12567,
};

/** Through the wire and back. */
function heard(type: number, body: Jt809Body, edition: Jt809Edition): Jt809Body | undefined {
  const time = edition === '2019' ? { time: 1 } : {};
  const header = {
    edition,
    serial: 1,
    type,
    accessCode: 7,
    version: '010000',
    encrypted: 0,
    key: 0,
    ...time,
  };
  const state = { ...jt809.createState({ frameBytes: 65_536 }), edition };
  return jt809.decode(jt809.encode({ ...header, body }), state).messages[0]?.body;
}

describe.each(editions)('JT/T 809-%s', (edition) => {
  test('位置到对方那里还是同一个位置', () => {
    const position = positionOf(place, edition, platform);
    expect(position && readPosition(position)).toEqual(place);
  });

  test('任何存得进来的值都说得出或明白地说不出,不抛错', () => {
    const number = fc.double({ min: -200_000, max: 200_000, noNaN: true });
    const stored = fc.record({
      at: fc.integer({ min: 0, max: Date.parse('2099-01-01') }),
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      speed: number,
      direction: number,
      altitude: number,
      status: fc.integer({ min: 0, max: 0xffff_ffff }),
      alarm: fc.integer({ min: 0, max: 0xffff_ffff }),
      mileage: fc.double({ min: 0, max: 1e7, noNaN: true }),
    });
    fc.assert(
      fc.property(stored, (given) => {
        const position = positionOf(given, edition, platform);
        const north = given.latitude >= 0 && given.longitude >= 0;
        expect(position === undefined).toBe(edition === '2011' && !isSaid(given) && !north);
        if (position === undefined) return;
        const read = readPosition(position);
        expect(read?.latitude).toBeCloseTo(given.latitude, 5);
        expect(read?.longitude).toBeCloseTo(given.longitude, 5);
        expect(heard(0x1200, positionBody(vehicle, position), edition)).toBeDefined();
        expect(heard(0x1200, missedBody(vehicle, [position, position]), edition)).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  test('注册:型号、编号、电话装不下的截到整字', () => {
    const registration = {
      vehicle,
      platform,
      model: '一二三四五六七八九十一二三四五六',
      serial: 'SN-20260315-0001-XYZ',
      phone: '13800000001',
    };
    const body = heard(0x1200, registrationBody(registration, edition), edition);
    expect(body).toMatchObject({
      vehicle,
      data: {
        platform,
        model: registration.model.slice(0, edition === '2019' ? 15 : 10),
        terminalId: edition === '2019' ? registration.serial : 'SN-2026',
        phone: '13800000001',
      },
    });
  });

  test('告警:类型按信号,文字是 GBK 里有的字', () => {
    const alarm = { vehicle, wires: ['fatigue'], at: place.at, words: '疲劳😀驾驶', platform, id: 7 };
    const body = heard(0x1400, alarmBody(alarm, edition), edition);
    expect(body).toMatchObject({ data: { type: 2, at: place.at / 1000 } });
    const words = body?.kind === 'data' && 'words' in body.data ? body.data.words : Buffer.alloc(0);
    expect(new TextDecoder('gbk').decode(words)).toBe('疲劳驾驶');
  });
});

/** Half a microdegree below zero is zero. */
function isSaid({ latitude, longitude }: StoredPlace): boolean {
  return Math.round(latitude * 1e6) >= 0 && Math.round(longitude * 1e6) >= 0;
}

test('没有对应报警类型的信号报“其他报警”', () => {
  expect([alarmTypeOf(['speed', 'overspeed']), alarmTypeOf(['toString']), alarmTypeOf([])]).toEqual([
    1, 14, 14,
  ]);
});

test('车牌与颜色分开', () => {
  expect(vehicleOf('皖K12345/2')).toEqual({ plate: '皖K12345', colour: 2 });
});
