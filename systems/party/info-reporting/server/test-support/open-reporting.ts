/** A city with only 一表通 and its demo people, and the ordinary ways of asking, admitting, issuing and filling, for the tests of this system. */
import { newId } from '../../../../../kernel/ids.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import system from '../../system.ts';
import { makePeople } from '../demo/make-reporting.ts';

export interface Refusal {
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
}

export interface Reporting extends TestCity {
  at(who: string): Promise<Caller>;
  /** Posts and gives the reply; a refusal has `code`. */
  post<T>(who: string, url: string, body?: object): Promise<T & Refusal>;
  get<T>(who: string, url: string): Promise<T & Refusal>;
  open(values: object, who?: string): Promise<string>;
  /** Action on a table; the refusal's code, or 'ok'. */
  act(who: string, id: string, action: string, more?: object): Promise<Refusal>;
  admit(values: object, validTo?: string): Promise<string>;
  issue(table: string, more?: object): Promise<string>;
  answers(issue: string): Promise<readonly Answer[]>;
  answer(issue: string, area: string): Promise<Answer>;
}

export interface Answer {
  readonly id: string;
  readonly version: number;
  readonly area: string;
  readonly status: string;
  readonly at: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export const townTable = {
  title: '乡镇道路养护情况表',
  basis: '市政府工作部署',
  purpose: '安排养护资金',
  level: 'town',
  cycle: 'month',
  columns: [
    { key: '里程', title: '养护里程', kind: 'decimal', unit: '公里', minimum: 0, rollup: 'sum' },
    { key: '完成', title: '完成里程', kind: 'decimal', unit: '公里', minimum: 0, rollup: 'sum' },
    {
      key: '完成率',
      title: '完成率',
      kind: 'decimal',
      rollup: 'formula',
      formula: 'if 里程 > 0 then 完成 / 里程 * 100 else null',
    },
    { key: '单价', title: '养护单价', kind: 'decimal', rollup: 'mean', weight: '里程' },
  ],
  checks: [
    { title: '完成里程不大于养护里程', when: '完成 <= 里程', level: 'error' },
    {
      title: '里程较上期变化不超过两成',
      when: '上期 = null or abs(里程 - 上期.里程) <= 0.2 * 上期.里程',
      level: 'warning',
    },
  ],
};

export async function openReporting(): Promise<Reporting> {
  const city = await openTestCity({ systems: [system] });
  await makePeople(city.services);
  const at = (who: string) => city.as(`report-${who}`);
  const base = '/api/info-reporting';

  async function post<T>(who: string, url: string, body: object = {}): Promise<T & Refusal> {
    return (await (await at(who)).post(`${base}${url}`, body)).json<T & Refusal>();
  }
  async function get<T>(who: string, url: string): Promise<T & Refusal> {
    return (await (await at(who)).get(`${base}${url}`)).json<T & Refusal>();
  }
  async function open(values: object, who = 'designer'): Promise<string> {
    const reply = await (await at(who)).post('/api/flow/cases/info-reporting.table', { values });
    if (reply.statusCode !== 200) throw new Error(reply.body);
    return reply.json<{ id: string }>().id;
  }
  async function act(who: string, id: string, action: string, more: object = {}): Promise<Refusal> {
    const desk = await at(who);
    const url = `/api/flow/cases/info-reporting.table/${id}`;
    const { version } = (await desk.get(url)).json<{ version: number }>();
    return (await desk.post(`${url}/acts`, { version, action, opinion: '同意', ...more })).json<Refusal>();
  }
  async function answers(issue: string): Promise<readonly Answer[]> {
    const where = encodeURIComponent(JSON.stringify({ issue }));
    const reply = await (await at('designer')).get(
      `/api/registers/rows/info-reporting.answer?where=${where}&size=200&sort=area`,
    );
    return reply.json<{ rows: Answer[] }>().rows;
  }
  return {
    ...city,
    at,
    post,
    get,
    open,
    act,
    answers,
    async answer(issue, area) {
      const found = (await answers(issue)).find((row) => row.area === area);
      if (found === undefined) throw new Error(`no answer of ${area}`);
      return found;
    },
    async admit(values, validTo = '2027-06-30') {
      const id = await open(values);
      const steps = [
        await act('designer', id, 'submit'),
        await act('head', id, 'agree'),
        await act('reviewer', id, 'admit', { values: { validTo } }),
      ];
      const refused = steps.find(({ code }) => code !== undefined);
      if (refused !== undefined) throw new Error(JSON.stringify(refused));
      return id;
    },
    async issue(table, more = {}) {
      const id = newId();
      const reply = await post<{ expected?: number }>('designer', '/issues', {
        id,
        table,
        title: '道路养护 11 月',
        mode: 'full',
        within: '341202000000',
        asOf: '2026-11-20',
        dueAt: '2026-11-30T10:00:00Z',
        ...more,
      });
      if (reply.code !== undefined) throw new Error(JSON.stringify(reply));
      return id;
    },
  };
}
