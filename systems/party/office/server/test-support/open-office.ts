/** A city with only 协同办公: the bureau, those whom it writes to, their codes and rooms, for the tests of this system. */
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import system from '../../system.ts';
import { type DemoOffice, makeOffice } from '../demo/make-office.ts';

export interface Office extends TestCity {
  readonly made: DemoOffice;
  /** By account without 'office-'. */
  at(who: string): Promise<Caller>;
  open(change?: object): Promise<string>;
  /** Status of the reply; the last refusal is kept. */
  act(who: string, id: string, action: string, more?: object): Promise<number>;
  detail(who: string, id: string, type?: string): Promise<Detail>;
  /** Goes the ordinary way, as far as the stage named. */
  bring(id: string, to: string): Promise<void>;
  refusal(): { readonly code?: string; readonly problems?: readonly { path: string; message: string }[] };
}

export interface Detail {
  readonly version: number;
  readonly stage: string | null;
  readonly status: string;
  readonly outcomeTitle: string | null;
  readonly row: Readonly<Record<string, unknown>>;
  readonly timeline: readonly { readonly title: string; readonly opinion: string | null }[];
}

const way = [
  ['review', 'clerk', 'submit'],
  ['check', 'head', 'pass'],
  ['sign', 'secretary', 'pass'],
  ['number', 'leader', 'sign'],
  ['seal', 'secretary', 'number'],
  ['distribute', 'sealer', 'seal'],
  ['archive', 'secretary', 'distribute'],
  ['archived', 'archivist', 'archive'],
] as const;

export async function openOffice(): Promise<Office> {
  const city = await openTestCity({ systems: [system] });
  const made = await makeOffice(city.services);
  let refused: ReturnType<Office['refusal']> = {};
  const at = (who: string) => city.as(made.people.get(`office-${who}`) ?? '');

  async function detail(who: string, id: string, type = 'office.outgoing'): Promise<Detail> {
    return (await (await at(who)).get(`/api/flow/cases/${type}/${id}`)).json<Detail>();
  }

  async function act(who: string, id: string, action: string, more: object = {}): Promise<number> {
    const { type = 'office.outgoing', ...rest } = more as { type?: string };
    const { version } = await detail(who, id, type);
    const reply = await (await at(who)).post(`/api/flow/cases/${type}/${id}/acts`, {
      version,
      action,
      opinion: '同意',
      values: action === 'archive' ? { retention: 'D10' } : {},
      ...(who === 'secretary' && action === 'pass' ? { person: made.people.get('office-leader') } : {}),
      ...rest,
    });
    refused = reply.statusCode === 200 ? {} : reply.json();
    return reply.statusCode;
  }

  return {
    ...city,
    made,
    at,
    act,
    detail,
    refusal: () => refused,
    async open(change = {}) {
      const reply = await (await at('clerk')).post('/api/flow/cases/office.outgoing', {
        values: {
          series: made.codes.get('阜数'),
          kind: 'notice',
          openness: 'open',
          title: '阜阳市数据资源管理局关于召开数据工作会议的通知',
          recipients: '市财政局，市司法局',
          body: '定于近期召开数据工作会议。\n一、时间\n上午9时。',
          deliverTo: ['city-finance', 'city-justice'],
          ...change,
        },
      });
      if (reply.statusCode !== 200) {
        refused = reply.json();
        throw new Error(reply.body);
      }
      return reply.json<{ id: string }>().id;
    },
    async bring(id, to) {
      const from = (await detail('clerk', id)).stage;
      const start = from === 'draft' ? 0 : way.findIndex(([stage]) => stage === from) + 1;
      for (const [stage, who, action] of way.slice(start)) {
        if ((await act(who, id, action)) !== 200) throw new Error(`${stage}: ${JSON.stringify(refused)}`);
        if (stage === to) return;
      }
    },
  };
}
