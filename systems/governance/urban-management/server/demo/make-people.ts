/** Demo people at the centres, counties and handling units, and a few citizens. */
import type { Services } from '../../../../../kernel/system.ts';
import { access, type NewSubject } from '../../../../../engines/access/service.ts';
import { dutyUnitTable } from '../../data/duty-units.ts';
import type { Dice } from './random.ts';
import { given, seats, surnames } from './stories.ts';

const { region, centres } = dutyUnitTable;

/** Units of the city that get a handling officer of their own; the counties' come besides. */
const cityUnits: readonly string[] = [
  'city-drainage',
  'city-water-supply',
  'city-gas',
  'city-electricity',
  'city-street-lighting',
  'city-traffic-police',
  'city-gardens',
  'city-sanitation',
  'city-municipal-works',
  'city-ecology',
];
const countyDuties: readonly string[] = [
  'sanitation',
  'urban-management',
  'municipal-works',
  'traffic-police',
  'gardens',
  'housing-construction',
  'ecology',
];

type Person = Omit<NewSubject, 'password' | 'passwordHash' | 'mustChange' | 'demo'>;

export interface DemoPeople {
  /** Subject ids by role: acceptors, officers …; dispatchers and collectors by county; handlers by unit. */
  readonly acceptors: readonly string[];
  readonly officers: readonly string[];
  readonly leader: string;
  readonly cityDispatcher: string;
  readonly dispatchers: ReadonlyMap<string, string>;
  readonly collectors: ReadonlyMap<string, readonly string[]>;
  readonly handlers: ReadonlyMap<string, string>;
  readonly citizens: readonly string[];
}

function official(account: string, name: string, role: string, department: string, area: string): Person {
  return { account, name, kind: 'official', posts: [{ role: `urban-management:${role}`, department, area }] };
}

export async function makePeople(services: Services, dice: Dice): Promise<DemoPeople> {
  const nameOne = () => `${dice.pick(surnames)}${dice.pick(given)}`;
  const { supervision, cityCommand, countyCommand } = centres;
  const departments = new Set((await services.use(access).departments()).map((each) => each.id));
  const numbered = (count: number, account: string, role: string, department: string, area = region) =>
    Array.from({ length: count }, (_, index) =>
      official(`${account}-${index + 1}`, nameOne(), role, department, area),
    );
  const acceptors = numbered(4, 'acceptor', 'acceptor', supervision);
  const officers = numbered(2, 'duty-officer', 'duty-officer', supervision);
  const cityDispatchers = numbered(1, 'city-dispatcher', 'dispatcher', cityCommand);
  const leaders = numbered(1, 'leader', 'leader', 'city-urban-management');
  const others = [
    ...numbered(1, 'evaluator', 'evaluator', supervision),
    ...numbered(1, 'component-keeper', 'component-keeper', 'city-urban-management'),
  ];
  const byCounty = seats.map((seat) => ({
    seat,
    dispatchers: numbered(
      1,
      `dispatcher-${seat.slug}`,
      'dispatcher',
      `${seat.slug}-${countyCommand}`,
      seat.county,
    ),
    collectors: numbered(2, `collector-${seat.slug}`, 'collector', supervision, seat.county),
    handlers: countyDuties
      .map((duty) => `${seat.slug}-${duty}`)
      .filter((unit) => departments.has(unit))
      .map((unit) => official(`handler-${unit}`, nameOne(), 'handler', unit, seat.county)),
  }));
  const cityHandlers = cityUnits
    .filter((unit) => departments.has(unit))
    .map((unit) => official(`handler-${unit}`, nameOne(), 'handler', unit, region));
  const citizens = Array.from({ length: 6 }, (_, index): Person => {
    return { account: `1390000010${index + 1}`, name: nameOne(), kind: 'citizen' };
  });
  const keepers = numbered(1, 'standard-keeper', 'standard-keeper', 'city-urban-management');
  const ids = await services
    .use(access)
    .admin.createDemoPeople([
      ...keepers,
      ...acceptors,
      ...officers,
      ...cityDispatchers,
      ...leaders,
      ...others,
      ...citizens,
      ...byCounty.flatMap((county) => [...county.dispatchers, ...county.collectors, ...county.handlers]),
      ...cityHandlers,
    ]);
  const idsOf = (people: readonly Person[]) => people.map((person) => ids.get(person.account) ?? '');
  const handlers = [...byCounty.flatMap((county) => county.handlers), ...cityHandlers];
  return {
    acceptors: idsOf(acceptors),
    officers: idsOf(officers),
    leader: idsOf(leaders)[0] ?? '',
    cityDispatcher: idsOf(cityDispatchers)[0] ?? '',
    dispatchers: new Map(byCounty.map((county) => [county.seat.county, idsOf(county.dispatchers)[0] ?? ''])),
    collectors: new Map(byCounty.map((county) => [county.seat.county, idsOf(county.collectors)])),
    handlers: new Map(
      handlers.map((person) => [person.posts?.[0]?.department ?? '', ids.get(person.account) ?? '']),
    ),
    citizens: idsOf(citizens),
  };
}
