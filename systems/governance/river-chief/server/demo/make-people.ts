/** Demo chiefs of every reach, 总河长, offices and handling units, each with an account (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { chief } from '../../registers/river.ts';
import demo from './demo-rivers.json' with { type: 'json' };
import { by, type DemoReach } from './make-rivers.ts';
import type { Dice } from './random.ts';

const cityArea = '341200000000';
const cityUnit = 'city-water-resources';
const tenureDays = 300;
const day = 86_400_000;

/** Reaches whose chiefs have an account that is easy to remember. */
const known: Readonly<Record<string, string>> = {
  'YH-341204103201': 'chief-village',
  'YH-341204103000': 'chief-town',
  'YH-341204000000': 'chief-county',
};
const offices = { county: '县(市、区)委副书记', town: '党委书记', village: '党支部书记' } as const;
const duties = ['water-resources', 'urban-management', 'ecology'] as const;

export interface DemoChief {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly reach: DemoReach;
}

export interface DemoPeople {
  readonly chiefs: readonly DemoChief[];
  /** Subject of the office by county area; the city's under the city's area. */
  readonly offices: ReadonlyMap<string, string>;
  /** Subject of a handling unit by department. */
  readonly handlers: ReadonlyMap<string, string>;
}

interface Wanted {
  readonly account: string;
  readonly name: string;
  readonly role: string;
  readonly department: string;
  readonly area: string;
}

function chiefOf(reach: DemoReach, index: number, dice: Dice): Wanted & { readonly office: string } {
  const role = 'river-chief:chief';
  if (reach.level === 'city') {
    const [name = '', office = ''] = demo.cityChiefs[reach.cityChief] ?? [];
    const account = reach.cityChief === 0 ? 'chief-city' : `chief-city-${reach.cityChief + 1}`;
    return { account, name, office, role, department: cityUnit, area: cityArea };
  }
  return {
    account: known[reach.code] ?? `chief-${index}`,
    name: `${dice.pick(demo.surnames)}${dice.pick(demo.given)}`,
    office: `${reach.level === 'county' ? '' : reach.place}${offices[reach.level]}`,
    role,
    department: reach.department,
    area: reach.area,
  };
}

function others(reaches: readonly DemoReach[]): readonly Wanted[] {
  const counties = [
    ...new Map(reaches.filter(({ level }) => level === 'county').map((each) => [each.area, each])).values(),
  ];
  return [
    ...demo.general.map(([name = ''], index) => ({
      account: index === 0 ? 'chief-general' : `chief-general-${index + 1}`,
      name,
      role: 'river-chief:general',
      department: 'city-government',
      area: cityArea,
    })),
    {
      account: 'river-office',
      name: '关山月',
      role: 'river-chief:office',
      department: cityUnit,
      area: cityArea,
    },
    {
      account: 'river-keeper',
      name: '闻远',
      role: 'river-chief:keeper',
      department: cityUnit,
      area: cityArea,
    },
    ...counties.flatMap(({ area, department, place }) => {
      const slug = department.replace(/-water-resources$/, '');
      return [
        {
          account: `river-office-${slug}`,
          name: `${place}河长办`,
          role: 'river-chief:office',
          department,
          area,
        },
        ...duties.map((does) => ({
          account: `river-handler-${slug}-${does}`,
          name: `${place}整改员`,
          role: 'river-chief:handler',
          department: `${slug}-${does}`,
          area,
        })),
      ];
    }),
  ];
}

export async function makePeople(
  services: Services,
  reaches: readonly DemoReach[],
  dice: Dice,
): Promise<DemoPeople> {
  const data = services.use(store);
  const chiefs = reaches.map((each, index) => ({ reach: each, ...chiefOf(each, index, dice) }));
  const rest = others(reaches);
  const all = [...new Map([...chiefs, ...rest].map((each) => [each.account, each])).values()];
  const ids = await services.use(access).admin.createDemoPeople(
    all.map(({ account, name, role, department, area }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [{ role, department, area }],
    })),
  );
  const idOf = (account: string) => ids.get(account) ?? '';
  const from = shanghaiDate(new Date(data.clock.now().getTime() - tenureDays * day));
  const posted = await data.transaction(async (work) => {
    const { trusted } = services.use(registers).of(chief);
    const made: DemoChief[] = [];
    for (const { reach, account, name, office, department } of chiefs) {
      const row = await trusted.insert(work, by, {
        name,
        office,
        level: reach.level,
        reach: reach.id,
        area: reach.area,
        department,
        account: idOf(account),
        phone: '13900000000',
        from,
      });
      made.push({ id: row.id, account: idOf(account), name, reach });
    }
    for (const [index, [name = '', office = '']] of demo.general.entries())
      await trusted.insert(work, by, {
        name,
        office,
        level: 'general',
        area: cityArea,
        department: cityUnit,
        account: idOf(index === 0 ? 'chief-general' : `chief-general-${index + 1}`),
        from,
      });
    return made;
  });
  return {
    chiefs: posted,
    offices: new Map(
      rest.filter(({ role }) => role === 'river-chief:office').map((each) => [each.area, idOf(each.account)]),
    ),
    handlers: new Map(
      rest
        .filter(({ role }) => role === 'river-chief:handler')
        .map((each) => [each.department, idOf(each.account)]),
    ),
  };
}
