/** Who is sent: the rules of owner and area, with the narrowest row first. */
import { expect, test } from 'vitest';
import { type DutyQuestion, type DutyRow, rankDuty } from './rank-duty.ts';

const row = (given: Partial<DutyRow> & Pick<DutyRow, 'unit' | 'side'>): DutyRow => ({
  role: 'drainage',
  classPrefix: null,
  region: '341200000000',
  validFrom: '2026-07-01',
  validTo: null,
  ...given,
});
const question: DutyQuestion = {
  matter: '01002',
  role: 'drainage',
  kind: 'owner-first',
  area: '341202001001',
  keepers: [],
  today: '2026-11-23',
};
const units = (rows: readonly DutyRow[], change: Partial<DutyQuestion> = {}) =>
  rankDuty(rows, { ...question, ...change }).map((answer) => answer.unit);

const owner = row({ unit: 'city-drainage', side: 'owner' });
const local = row({ unit: 'yingzhou-municipal-works', side: 'area', region: '341202000000' });

test('部件先属主后属地,事项先属地后属主', () => {
  expect(units([local, owner])).toEqual(['city-drainage', 'yingzhou-municipal-works']);
  expect(units([owner, local], { kind: 'area-first' })).toEqual([
    'yingzhou-municipal-works',
    'city-drainage',
  ]);
});

test('部件自己登记了养护单位的,排在责任表之前', () => {
  expect(units([owner, local], { keepers: ['city-gas'] })).toEqual([
    'city-gas',
    'city-drainage',
    'yingzhou-municipal-works',
  ]);
});

test('小类越细越优先,同类中区域越小越优先', () => {
  const exact = row({ unit: 'city-sewage', side: 'owner', classPrefix: '01002' });
  const town = row({ unit: 'yingzhou-government', side: 'owner', region: '341202001000' });
  expect(units([owner, town, exact])).toEqual(['city-sewage', 'yingzhou-government', 'city-drainage']);
});

test('别的县、别的角色、未生效和已失效的都不算,没有就由指挥中心决定', () => {
  expect(
    units([
      row({ unit: 'a', side: 'area', region: '341203000000' }),
      row({ unit: 'b', side: 'owner', role: 'gas' }),
      row({ unit: 'c', side: 'owner', validFrom: '2026-12-01' }),
      row({ unit: 'd', side: 'owner', validTo: '2026-11-22' }),
      row({ unit: 'e', side: 'owner', classPrefix: '02' }),
    ]),
  ).toEqual([]);
});
