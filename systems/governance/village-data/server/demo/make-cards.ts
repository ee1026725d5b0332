/** Demo cards of one village: sixty households whose people do not exist, some values missing, some too old, each with its source (演示数据). */
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { completeIdCard } from '../../../../../kernel/check-characters.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import type { Origin, Value } from '../../card/card.ts';
import { fieldTable } from '../../data/tables.ts';
import { household, member } from '../../registers/card.ts';
import { demoVillage } from './make-people.ts';

const households = 60;
const day = 86_400_000;
const centre = { lon: 115.6, lat: 32.44 };
const surnames = ['王', '李', '张', '刘', '郎', '崔', '陈', '郑'];
const given = [
  '守田',
  '秀英',
  '建国',
  '桂兰',
  '小禾',
  '大勇',
  '玉梅',
  '志强',
  '春花',
  '海涛',
  '思远',
  '雨桐',
];
const places = ['江苏苏州', '浙江宁波', '上海松江', '安徽合肥', '广东东莞'];

type Values = Record<string, Value>;

const pick = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new RangeError('nothing to choose from');
  return found;
};

/** A number of its own that nobody has: area 341225, a birth date, a serial that says the sex. */
function idCardOf(birthDate: string, serial: number, male: boolean): string {
  const last = ((serial * 2) % 1000) | 1;
  const order = String(male ? last : (last + 1) % 1000).padStart(3, '0');
  return completeIdCard(`341225${birthDate.replaceAll('-', '')}${order}`);
}

interface Person {
  readonly relation: string;
  readonly male: boolean;
  readonly age: number;
}

/** Who lives in the household of this number: two or three generations. */
function peopleOf(index: number): readonly Person[] {
  const head: Person = { relation: '02', male: index % 9 !== 4, age: 34 + ((index * 7) % 44) };
  const people: Person[] = [head];
  if (index % 8 !== 5) people.push({ relation: '10', male: !head.male, age: head.age - 2 });
  if (head.age < 60)
    people.push({ relation: index % 2 ? '20' : '30', male: index % 2 === 1, age: head.age - 26 });
  if (index % 3 === 0) people.push({ relation: '52', male: false, age: head.age + 24 });
  return people.filter(({ age }) => age >= 0 && age <= 100);
}

/** Told so many days ago, by whoever tells this field. */
function originsOf(values: Values, of: 'household' | 'member', index: number, now: Date) {
  const origins: Record<string, Origin> = {};
  for (const [place, field] of fieldTable.rows.filter((each) => each.of === of).entries()) {
    if ((values[field.key] ?? null) === null) continue;
    const old = (index + place) % 7 === 0 && field.freshMonths <= 12;
    const at = new Date(now.getTime() - (old ? 420 : 20 + ((index * 3 + place) % 120)) * day).toISOString();
    const collected = (index + place) % 3 === 0 ? 'library' : 'collect';
    const source = field.way === 'push' ? 'push' : collected;
    const by = {
      push: '主管部门（演示数据）',
      library: '人口基础库 户籍（演示数据）',
      collect: '王家坝村 王守田（演示数据）',
    }[source];
    origins[field.key] = { source, by, at, version: 1 };
  }
  return origins;
}

function householdOf(index: number): Values {
  return {
    address: `王家坝镇王家坝村${1 + (index % 6)}组 ${index + 1} 号`,
    contactPhone: `139${String(55_000_000 + index * 7919).slice(0, 8)}`,
    houseKind: pick(['brick-concrete', 'brick-concrete', 'frame', 'brick-wood'], index),
    houseArea: 80 + (index % 9) * 15,
    houseGrade: pick(['A', 'A', 'B'], index),
    landArea: Math.round((3 + (index % 11) * 0.7) * 10) / 10,
    landTransferred: index % 4 === 0 ? Math.round((1 + (index % 5) * 0.5) * 10) / 10 : 0,
    vehicles: index % 3,
    broadband: index % 5 === 3 ? null : pick(['100', '500', '1000', 'none'], index),
    water: index % 2 === 0 ? null : 'tap',
    allowance: index % 15 === 7 ? 'B' : 'none',
    monitoring: index % 20 === 9 ? 'marginal' : 'none',
  };
}

function labourAt(age: number): string {
  if (age < 7) return 'child';
  if (age < 18) return 'study';
  return age > 70 ? 'weak' : 'full';
}

function memberOf(person: Person, index: number, at: number, year: number): Values {
  const serial = index * 8 + at;
  const month = String(1 + (serial % 12)).padStart(2, '0');
  const birthDate = `${year - person.age}-${month}-${String(1 + (serial % 28)).padStart(2, '0')}`;
  const away = person.age >= 20 && person.age < 58 && serial % 3 === 0;
  return {
    name: `${pick(surnames, at === 1 ? index + 3 : index)}${pick(given, serial)}`,
    idCard: idCardOf(birthDate, serial, person.male),
    relation: person.relation,
    sex: person.male ? '1' : '2',
    birthDate,
    nation: '01',
    education: serial % 4 === 1 ? null : pick(['70', '80', '60', '30', '70'], serial),
    marital: person.age < 24 ? '10' : '20',
    phone: person.age < 14 ? null : `138${String(56_000_000 + serial * 6007).slice(0, 8)}`,
    labour: labourAt(person.age),
    migrant: away,
    migrantPlace: away ? pick(places, serial) : null,
    migrantSince: away ? `${year}-02-20` : null,
    standing: 'living',
    medical: 'resident',
    pension: person.age < 16 ? 'none' : 'resident',
    disability: serial % 31 === 11 ? '4' : 'none',
    hardship: 'none',
  };
}

export async function makeCards(services: Services): Promise<void> {
  const rows = services.use(registers);
  const data = services.use(store);
  const now = data.clock.now();
  const year = Number(shanghaiDate(now).slice(0, 4));
  const homes: RowInput<typeof household>[] = [];
  const people: RowInput<typeof member>[] = [];
  for (let index = 0; index < households; index += 1) {
    const number = `${demoVillage}${String(index + 1).padStart(4, '0')}`;
    const values = householdOf(index);
    homes.push({
      ...values,
      number,
      area: demoVillage,
      hamlet: `${1 + (index % 6)}组`,
      standing: 'active',
      place: {
        lon: centre.lon + (((index * 37) % 60) - 30) / 6000,
        lat: centre.lat + (((index * 53) % 60) - 30) / 7000,
      },
      origins: originsOf(values, 'household', index, now),
    } as RowInput<typeof household>);
    for (const [at, person] of peopleOf(index).entries()) {
      const own = memberOf(person, index, at, year);
      people.push({
        ...own,
        household: number,
        area: demoVillage,
        origins: originsOf(own, 'member', index + at, now),
      } as RowInput<typeof member>);
    }
  }
  await data.transaction(async (work) => {
    await rows.of(household).trusted.insertMany(work, 'village-data', homes);
    await rows.of(member).trusted.insertMany(work, 'village-data', people);
  });
}
