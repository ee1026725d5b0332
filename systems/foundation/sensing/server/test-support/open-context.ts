/** A city with an air station and a partner platform that speaks NGSI-LD by raw HTTP, for one test file. */
import { registers } from '../../../../../engines/registers/service.ts';
import { device, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import system from '../../system.ts';
import { simulatedModels } from '../simulate/fleet.ts';

export const base = '/api/sensing/ngsi-ld/v1';

export function etsi(name: string): string {
  return `https://uri.etsi.org/ngsi-ld/errors/${name}`;
}

export interface Sent {
  /** Account; 'partner' by default, any unknown one has not signed in. */
  readonly who?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- a foreign program reads what it gets
  readonly body: any;
}

export interface ContextCity {
  readonly city: TestCity;
  /** Row id of the air station 'air-1', which measures pm25, temperature and noise. */
  readonly station: string;
  /** `path` after the base, or a whole one of the city. A body is sent as JSON, a text as it is. */
  send(method: string, path: string, body?: unknown, sent?: Sent): Promise<Answer>;
  /** New sessions, when the clock has ended the old ones. */
  signIn(): Promise<void>;
}

const city = '341200000000';
const post = (role: string, area = city) => ({ role, department: 'city-data-resources', area });

const people = [
  {
    account: 'partner',
    name: '停车平台',
    kind: 'official',
    posts: [post('sensing:partner'), post('telemetry:operator')],
  },
  { account: 'far', name: '界首平台', kind: 'official', posts: [post('sensing:partner', '341282000000')] },
  {
    account: 'steward',
    name: '数据管理员',
    kind: 'official',
    posts: [post('sensing:steward'), post('telemetry:operator')],
  },
  {
    account: 'farSteward',
    name: '界首管理员',
    kind: 'official',
    posts: [post('sensing:steward'), post('telemetry:operator', '341282000000')],
  },
  { account: 'viewer', name: '只看', kind: 'official', posts: [post('telemetry:viewer')] },
] as const;

async function makeStation(opened: TestCity): Promise<string> {
  const model = simulatedModels.find(({ code }) => code === 'air-station');
  if (model === undefined) throw new Error('no model');
  const rows = opened.services.use(registers);
  const { code, name, category, definition } = model;
  const made = await opened.store.transaction(async (work) => {
    const kind = await rows.of(thingModel).trusted.insert(work, 'test', { code, name, category, definition });
    return rows.of(device).trusted.insert(work, 'test', {
      code: 'air-1',
      name: '颍州空气站',
      model: kind.id,
      stage: 'active',
      protocol: 'http',
      department: 'city-ecology',
      area: '341202000000',
      position: { lon: 115.8, lat: 32.9 },
    });
  });
  await opened.services.use(telemetry).reload();
  return made.id;
}

export async function openContext(): Promise<ContextCity> {
  const opened = await openTestCity({ systems: [{ ...system, seed: async () => undefined }], demo: true });
  const ids = await opened.access.admin.createDemoPeople(people);
  const tokens = new Map<string, string>();
  async function signIn(): Promise<void> {
    for (const [account, id] of ids) tokens.set(account, await opened.access.admin.openSession(id));
  }
  await signIn();
  return {
    city: opened,
    station: await makeStation(opened),
    signIn,
    async send(method, path, body, { who = 'partner', headers = {} } = {}) {
      const token = tokens.get(who);
      const reply = await opened.app.inject({
        method: method as 'GET',
        url: path.startsWith('/api/') ? path : `${base}${path}`,
        cookies: token === undefined ? {} : { city_session: token },
        headers: {
          'x-city-request': '1',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const parsed: unknown = reply.body === '' ? undefined : JSON.parse(reply.body);
      return { status: reply.statusCode, headers: reply.headers, body: parsed };
    },
  };
}
