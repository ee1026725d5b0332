/** A city with only 智慧城管, its people at their posts and one drawn grid, for the tests of this system. */
import { newId } from '../../../../../kernel/ids.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import { component } from '../../registers/component.ts';
import { collectorDuty } from '../../registers/duty.ts';
import { unitGrid } from '../../registers/unit-grid.ts';
import system from '../../system.ts';

export const city = '341200000000';
export const yingzhou = '341202000000';
export const yingdong = '341203000000';
export const village = '341202001001';
export const grid = '341202001001001';
/** In the drawn grid, in 颍州区. */
export const place = { lon: 115.8141, lat: 32.8896 };

const supervision = 'city-supervision-centre';

/** Account → name, role, department and area. */
const posts = {
  acceptor: ['受理员甲', 'acceptor', supervision, city],
  officer: ['值班长甲', 'duty-officer', supervision, city],
  evaluator: ['考核员甲', 'evaluator', supervision, city],
  cityDispatcher: ['市派遣员', 'dispatcher', supervision, city],
  dispatcher: ['颍州派遣员', 'dispatcher', 'yingzhou-command-centre', yingzhou],
  otherDispatcher: ['颍东派遣员', 'dispatcher', 'yingdong-command-centre', yingdong],
  handler: ['排水处置员', 'handler', 'city-drainage', city],
  otherHandler: ['颍州市政处置员', 'handler', 'yingzhou-municipal-works', yingzhou],
  collector: ['采集员甲', 'collector', supervision, yingzhou],
  leader: ['分管领导', 'leader', 'city-urban-management', city],
  keeper: ['部件管理员', 'component-keeper', 'city-urban-management', city],
} as const;

export type Post = keyof typeof posts;

export interface Desk extends TestCity {
  readonly ids: Readonly<Record<Post | 'citizen' | 'neighbour', string>>;
  at(who: Post | 'citizen' | 'neighbour'): Promise<Caller>;
  /** Uploads a small picture as this caller. */
  photo(caller: Caller): Promise<string>;
  /** The case as the flow engine shows it to the duty officer. */
  detail(id: string): Promise<CaseDetail>;
  act(who: Post | 'citizen', id: string, action: string, more?: object): Promise<number>;
  /** Opens a citizen's report and brings it to the stage named, by the ordinary way. */
  report(change?: object): Promise<string>;
  bring(id: string, to: 'accept' | 'dispatch' | 'handle' | 'check' | 'close' | 'closed'): Promise<void>;
}

export interface CaseDetail {
  readonly version: number;
  readonly stage: string | null;
  readonly status: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly holder: {
    readonly unit: string | null;
    readonly person: string | null;
    readonly dueAt: string | null;
  } | null;
  readonly timeline: readonly { readonly title: string; readonly opinion: string | null }[];
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const squareHalf = 0.0006;

async function makePeople(opened: TestCity): Promise<Desk['ids']> {
  const officials = Object.entries(posts).map(([account, [name, role, department, area]]) => ({
    account: `um-${account}`,
    name,
    kind: 'official' as const,
    posts: [{ role: `urban-management:${role}`, department, area }],
  }));
  const citizens = [
    { account: '13900000001', name: '市民甲', kind: 'citizen' as const },
    { account: '13900000002', name: '市民乙', kind: 'citizen' as const },
  ];
  const made = await opened.access.admin.createDemoPeople([...officials, ...citizens]);
  const idOf = (account: string) => made.get(account) ?? '';
  const officialIds = Object.keys(posts).map((account) => [account, idOf(`um-${account}`)]);
  return {
    ...(Object.fromEntries(officialIds) as Record<Post, string>),
    citizen: idOf('13900000001'),
    neighbour: idOf('13900000002'),
  };
}

async function drawGrid(opened: TestCity, collector: string): Promise<void> {
  const { lon, lat } = place;
  const ring = [
    [lon - squareHalf, lat - squareHalf],
    [lon + squareHalf, lat - squareHalf],
    [lon + squareHalf, lat + squareHalf],
    [lon - squareHalf, lat + squareHalf],
    [lon - squareHalf, lat - squareHalf],
  ];
  const rows = opened.services.use(registers);
  await opened.store.transaction(async (work) => {
    await rows.of(unitGrid).trusted.insert(work, 'test', {
      code: grid,
      name: '测试网格',
      village,
      size: 12_000,
      centre: place,
      outline: { type: 'Polygon', coordinates: [ring] },
    });
    await rows
      .of(collectorDuty)
      .trusted.insert(work, 'test', { grid, village, collector, validFrom: '2026-07-01' });
    await rows.of(component).trusted.insert(work, 'test', {
      id: componentId,
      code: '34120201002000001',
      name: '污水井盖',
      kind: '01002',
      manager: 'city-urban-management',
      maintainer: 'city-drainage',
      grid,
      condition: '破损',
      startedOn: '2024-01-01',
      community: village,
      position: place,
    });
  });
}

/** A manhole cover that stands at the place. */
export const componentId = newId();

export async function openDesk(): Promise<Desk> {
  const opened = await openTestCity({ systems: [system] });
  const ids = await makePeople(opened);
  await drawGrid(opened, ids.collector);
  const at = (who: Post | 'citizen' | 'neighbour') => opened.as(ids[who]);
  const photo = (caller: Caller) => caller.upload('现场.png', 'image/png', png);
  const path = '/api/flow/cases/urban-management.case';

  async function detail(id: string): Promise<CaseDetail> {
    return (await (await at('officer')).get(`${path}/${id}`)).json<CaseDetail>();
  }

  async function act(who: Post | 'citizen', id: string, action: string, more: object = {}): Promise<number> {
    const { version } = await detail(id);
    const reply = await (await at(who)).post(`${path}/${id}/acts`, {
      version,
      action,
      opinion: '同意',
      ...more,
    });
    if (reply.statusCode !== 200) lastRefusal = reply.json();
    return reply.statusCode;
  }

  async function report(change: object = {}): Promise<string> {
    const citizen = await at('citizen');
    const id = newId();
    const reply = await citizen.post('/api/urban-management/reports', {
      id,
      matter: '01002',
      description: '路边污水井盖破了一个洞,很危险',
      address: '清河路与中南大道交叉口东北角',
      position: place,
      photos: [await photo(citizen)],
      phone: '13900000001',
      ...change,
    });
    if (reply.statusCode !== 200) throw new Error(reply.body);
    return id;
  }

  const steps: readonly (readonly [string, (id: string) => Promise<number>])[] = [
    ['accept', (id) => act('collector', id, 'confirm')],
    ['dispatch', (id) => act('acceptor', id, 'file', { values: { standard: '01002-1' } })],
    ['handle', (id) => act('dispatcher', id, 'dispatch', { unit: 'city-drainage' })],
    [
      'check',
      async (id) => {
        const handler = await at('handler');
        const photosAfter = [
          await photo(handler),
          await handler.upload('修复后.png', 'image/png', Buffer.concat([png, Buffer.from('2')])),
        ];
        return act('handler', id, 'done', { values: { result: '已更换井盖', photosAfter } });
      },
    ],
    ['close', (id) => act('collector', id, 'pass')],
    ['closed', (id) => act('officer', id, 'close')],
  ];

  return {
    ...opened,
    ids,
    at,
    photo,
    detail,
    act,
    report,
    async bring(id, to) {
      const from = (await detail(id)).stage;
      const start = from === 'verify' ? 0 : steps.findIndex(([stage]) => stage === from) + 1;
      for (const [stage, step] of steps.slice(start)) {
        const status = await step(id);
        if (status !== 200) throw new Error(`${stage}: ${status} ${JSON.stringify(lastRefusal)}`);
        if (stage === to) return;
      }
    },
  };
}

/** Why the last act was refused: the reply's code and sentence. */
export let lastRefusal: { readonly code: string; readonly message: string } | undefined;
