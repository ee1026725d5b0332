/** A city with only 机关内跑, its demo people and items, for the tests of this system. */
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import system from '../../system.ts';
import { type Cast, makeInnerRun } from '../demo/make-inner-run.ts';

export interface Refusal {
  readonly code?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
}

export interface Detail {
  readonly version: number;
  readonly stage: string | null;
  readonly status: string;
  readonly outcomeTitle: string | null;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface InnerRun extends TestCity {
  readonly cast: Cast;
  at(who: string): Promise<Caller>;
  get<T>(who: string, url: string): Promise<T & Refusal>;
  post<T>(who: string, url: string, body?: object): Promise<T & Refusal>;
  /** Materials of the applicant's own for these keys. */
  papers(who: string, ...keys: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>>;
  apply(code: string, change?: object, who?: string): Promise<{ readonly id: string } & Refusal>;
  detail(id: string, who?: string): Promise<Detail>;
  act(who: string, id: string, action: string, more?: object): Promise<Refusal>;
  /** Lets the timers of processes fire that are due by now. */
  fire(): Promise<void>;
}

const needed: Readonly<Record<string, readonly string[]>> = {
  'NP-BZ-001': ['request'],
  'NP-CZ-001': ['plan'],
  'NP-SJ-001': ['proposal', 'funds'],
  'NP-SW-001': ['request'],
};

export async function openInnerRun(): Promise<InnerRun> {
  const city = await openTestCity({ systems: [system] });
  const cast = await makeInnerRun(city.services);
  const at = (who: string) => city.as(`inner-${who}`);
  const path = (id: string) => `/api/flow/cases/inner-run.application/${id}`;

  async function papers(who: string, ...keys: readonly string[]) {
    const desk = await at(who);
    const entries = await Promise.all(
      keys.map(
        async (key) =>
          [key, [await desk.upload(`${key}.csv`, 'text/csv', Buffer.from(`材料,${key}\n`))]] as const,
      ),
    );
    return Object.fromEntries(entries);
  }
  async function detail(id: string, who = 'promoter'): Promise<Detail> {
    return (await (await at(who)).get(path(id))).json<Detail>();
  }
  return {
    ...city,
    cast,
    at,
    papers,
    detail,
    async get<T>(who: string, url: string) {
      return (await (await at(who)).get(`/api/inner-run${url}`)).json<T & Refusal>();
    },
    async post<T>(who: string, url: string, body: object = {}) {
      return (await (await at(who)).post(`/api/inner-run${url}`, body)).json<T & Refusal>();
    },
    async apply(code, change = {}, who = 'applicant') {
      const materials = await papers(who, ...(needed[code] ?? []));
      const values = { item: cast.items.get(code), title: '申请事由', materials, ...change };
      return (await (await at(who)).post('/api/flow/cases/inner-run.application', { values })).json();
    },
    async act(who, id, action, more = {}) {
      const desk = await at(who);
      const { version } = (await desk.get(path(id))).json<{ version?: number }>();
      const reply = await desk.post(`${path(id)}/acts`, {
        version: version ?? 1,
        action,
        opinion: '同意',
        ...more,
      });
      return reply.json<Refusal>();
    },
    async fire() {
      const flow = city.systems.find(({ contract }) => contract.id === 'flow');
      await flow?.jobs['timers']?.run(undefined, city.services);
    },
  };
}
