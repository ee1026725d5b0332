/** A city with only 督查考核 and its demo people, and the ordinary ways of handing out and carrying out, for the tests of this system. */
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import system from '../../system.ts';
import { type Cast, makePeople } from '../demo/make-supervision.ts';

export interface Refusal {
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
}

export interface Detail {
  readonly id: string;
  readonly version: number;
  readonly stage: string | null;
  readonly status: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly signers?: readonly {
    readonly stage: string;
    readonly unit: string | null;
    readonly state: string;
    readonly item: string;
  }[];
  readonly requests?: readonly { readonly id: string }[];
}

export interface Supervision extends TestCity {
  readonly cast: Cast;
  at(who: string): Promise<Caller>;
  get<T>(who: string, url: string): Promise<T & Refusal>;
  post<T>(who: string, url: string, body?: object): Promise<T & Refusal>;
  detail(who: string, id: string, type?: string): Promise<Detail>;
  act(who: string, id: string, action: string, more?: object): Promise<Refusal>;
  open(type: string, who: string, values: object): Promise<{ readonly id: string } & Refusal>;
  /** Opened, approved, and its tasks have come; their ids in the order of the plan. */
  handOut(values?: object): Promise<{ readonly matter: string; readonly tasks: readonly string[] }>;
  file(who: string): Promise<string>;
}

export const plan = {
  title: '完成道路提升',
  source: 'meeting',
  sourceTitle: '市政府常务会议纪要',
  requirement: '年内完成',
  tasks: [
    {
      title: '路面提升',
      objective: '通车',
      lead: 'city-transport',
      joint: ['city-finance', 'city-housing-construction'],
      dueOn: '2026-12-18',
      frequency: 'week',
      stages: [{ title: '完成路基', dueOn: '2026-12-04', percent: 50 }],
    },
    {
      title: '拨付资金',
      objective: '到位',
      lead: 'city-finance',
      joint: [],
      dueOn: '2026-12-11',
      frequency: 'month',
      stages: [],
    },
  ],
};

const patience = 15_000;

export async function openSupervision(): Promise<Supervision> {
  const city = await openTestCity({ systems: [system] });
  const cast = await makePeople(city.services);
  const at = (who: string) => city.as(`supervise-${who}`);
  const base = '/api/supervision';
  const path = (type: string, id: string) => `/api/flow/cases/supervision.${type}/${id}`;

  async function detail(who: string, id: string, type = 'task'): Promise<Detail> {
    return (await (await at(who)).get(path(type, id))).json<Detail>();
  }
  async function open(type: string, who: string, values: object) {
    return (await (await at(who)).post(`/api/flow/cases/supervision.${type}`, { values })).json<
      { id: string } & Refusal
    >();
  }
  async function act(who: string, id: string, action: string, more: object = {}): Promise<Refusal> {
    const { type = 'task', ...rest } = more as { readonly type?: string };
    const { version } = await detail(who, id, type);
    const reply = await (await at(who)).post(`${path(type, id)}/acts`, {
      version: version ?? 1,
      action,
      opinion: '同意',
      ...rest,
    });
    return reply.json<Refusal>();
  }
  async function tasksOf(matter: string, count: number): Promise<readonly string[]> {
    const url = `${base}/board?matter=${matter}`;
    const until = Date.now() + patience;
    for (;;) {
      const { rows } = (await (await at('officer')).get(url)).json<{
        rows: { id: string; number: string }[];
      }>();
      if (rows.length >= count)
        return rows.toSorted((a, b) => a.number.localeCompare(b.number)).map(({ id }) => id);
      if (Date.now() > until) throw new Error(`only ${rows.length} of ${count} tasks came`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    ...city,
    cast,
    at,
    detail,
    act,
    open,
    async get<T>(who: string, url: string) {
      return (await (await at(who)).get(`${base}${url}`)).json<T & Refusal>();
    },
    async post<T>(who: string, url: string, body: object = {}) {
      return (await (await at(who)).post(`${base}${url}`, body)).json<T & Refusal>();
    },
    async handOut(values = {}) {
      const whole = { ...plan, ...values };
      const opened = await open('matter', 'officer', whole);
      if (opened.code !== undefined) throw new Error(JSON.stringify(opened));
      const refused = [
        await act('officer', opened.id, 'submit', { type: 'matter' }),
        await act('chief', opened.id, 'agree', { type: 'matter' }),
      ].find(({ code }) => code !== undefined);
      if (refused !== undefined) throw new Error(JSON.stringify(refused));
      return { matter: opened.id, tasks: await tasksOf(opened.id, whole.tasks.length) };
    },
    async file(who) {
      return (await at(who)).upload('佐证.csv', 'text/csv', Buffer.from('项目,结果\n一,完成\n'));
    },
  };
}
