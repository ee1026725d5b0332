/** What a person reads of the air. */
import { expect, test } from 'vitest';
import { dayHourText, hourText, inkOn, primaryText, stationLayers } from './air-words.ts';

test('hours are those of Shanghai', () => {
  expect([hourText('2026-11-22T18:00:00Z'), dayHourText('2026-11-22T18:00:00Z')]).toEqual([
    '02 时',
    '11-23 02 时',
  ]);
});

test('dark levels have white letters', () => {
  expect([inkOn('1'), inkOn('3'), inkOn('4'), inkOn(null)]).toEqual([
    '#1b2638',
    '#1b2638',
    '#ffffff',
    '#1b2638',
  ]);
});

test('clean air has no primary pollutant, joint ones are both named', () => {
  expect([primaryText(null), primaryText({ primary: [] }), primaryText({ primary: ['pm25', 'o3'] })]).toEqual(
    ['—', '—', 'PM2.5、O₃'],
  );
});

test('a station without an index stands on the map without a number', () => {
  const [layer] = stationLayers([
    {
      id: 'a',
      name: '市监测站',
      kind: 'national',
      area: '341202000000',
      position: { lon: 115.8, lat: 32.9 },
      now: null,
    },
  ]);
  expect(layer?.from).toMatchObject({
    geojson: { features: [{ properties: { name: '市监测站', level: 'none' } }] },
  });
});
