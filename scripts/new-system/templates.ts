/** The files of a new, small, working system: one register, one route, one page, one test. Each function gives one file's text. */
import type { Task } from '../../kernel/contract.ts';

export interface NewSystem {
  readonly task: Task;
  /** 'street-trees' */
  readonly id: string;
  /** '行道树' */
  readonly title: string;
  /** Plan item ids; may be empty until the plan names it. */
  readonly plan: readonly string[];
}

/** 'street-trees' → 'StreetTrees' */
function pascal(id: string): string {
  return id.replace(/(?:^|-)([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

function contractFile({ task, id, title, plan }: NewSystem): string {
  const items = plan.map((item) => `'${item}'`).join(', ');
  return `/** What ${title} promises: one register, who may read and keep it, and how many rows there are. */
import { z } from 'zod';
import { defineContract, get } from '../../../kernel/contract.ts';
import { area, date, defineRegister, longText, text } from '../../../kernel/register.ts';

export const entry = defineRegister({
  title: '${title}台账',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    name: text({ title: '名称', required: true, search: true, list: true, class: 'public' }),
    place: area({ title: '所属区划', required: true, filter: true, list: true, class: 'public' }),
    since: date({ title: '登记日期', filter: true, list: true }),
    note: longText({ title: '备注' }),
  },
  allow: { read: 'read', write: 'keep', import: 'keep', export: 'keep' },
  scope: { area: 'place' },
  titleField: 'name',
});

export const Overview = z.object({
  /** Rows that the caller may read; exact up to 10,000. */
  total: z.number().int(),
  more: z.boolean(),
});

export default defineContract({
  id: '${id}',
  title: '${title}',
  task: '${task}',
  plan: [${items}],
  permissions: { read: '查看${title}', keep: '维护${title}' },
  roles: {
    keeper: { title: '${title}管理员', allow: ['read', 'keep'] },
    viewer: { title: '${title}查看员', allow: ['read'] },
  },
  registers: { entry },
  routes: {
    overview: get('/overview', {
      title: '${title}概况',
      allow: 'read',
      input: z.object({}),
      output: Overview,
    }),
  },
  pages: {
    overview: {
      path: '/',
      title: '${title}',
      access: { allow: 'read' },
      menu: '${title}',
      icon: 'list',
      order: 100,
    },
  },
});
`;
}

function systemFile({ title }: NewSystem): string {
  return `/** What ${title} is: the handlers behind its contract. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { showOverview } from './server/entry/show-overview.ts';

export default defineSystem({ contract, handlers: { overview: showOverview } });
`;
}

function handlerFile({ title }: NewSystem): string {
  return `/** How many rows of ${title} the caller may read. */
import { registers } from '../../../../../engines/registers/index.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { Context } from '../../../../../kernel/system.ts';
import contract, { entry } from '../../contract.ts';

export async function showOverview(
  _input: unknown,
  context: Context,
): Promise<OutputOf<typeof contract.routes.overview>> {
  const { total, more } = await context.use(registers).of(entry).list(context.principal, { size: 1 });
  return { total, more };
}
`;
}

function testFile({ id, title }: NewSystem): string {
  return `/** What keepers, viewers and others see of ${title}. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import system from '../../system.ts';

const county = '341202000000';
let city: TestCity;
let keeper: Caller;
let stranger: Caller;

async function person(account: string, role: string | undefined): Promise<Caller> {
  const post = { role: role ?? '', department: 'city-data-resources', area: county };
  await city.access.admin.createSubject({
    account,
    name: account,
    kind: 'official',
    mustChange: false,
    posts: role === undefined ? [] : [post],
  });
  return city.as(account);
}

beforeAll(async () => {
  city = await openTestCity({ systems: [system] });
  keeper = await person('keeper', '${id}:keeper');
  stranger = await person('stranger', undefined);
});
afterAll(() => city.close());

test('管理员登记一条,概况里就多一条', async () => {
  const made = await keeper.post('/api/registers/rows/${id}.entry', {
    values: { name: '第一条', place: county },
  });
  expect(made.statusCode, made.body).toBe(200);
  expect((await keeper.get('/api/${id}/overview')).json()).toEqual({ total: 1, more: false });
});

test('区划写错时说明哪一项错了,什么也不登记', async () => {
  const refused = await keeper.post('/api/registers/rows/${id}.entry', {
    values: { name: '第二条', place: '999999000000' },
  });
  expect(refused.statusCode).toBe(400);
  expect((await keeper.get('/api/${id}/overview')).json()).toMatchObject({ total: 1 });
});

test('没有岗位的人和访客看不到', async () => {
  expect((await stranger.get('/api/${id}/overview')).statusCode).toBe(403);
  expect((await city.visitor.get('/api/${id}/overview')).statusCode).toBe(401);
});
`;
}

function webIndexFile({ title }: NewSystem): string {
  return `/** The pages of ${title}. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, { overview: () => import('./overview-page.tsx') });
`;
}

function pageFile(system: NewSystem): string {
  const { id, title } = system;
  return `/** ${title}概况: one number, and the way to its rows. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { PageFrame, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

export default function ${pascal(id)}Page(): ReactNode {
  const navigate = useNavigate();
  const overview = useCall(contract.routes.overview, {});
  return (
    <PageFrame title="${title}" summary="登记和查看${title}。">
      <Tiles>
        <NumberCard
          title="在册数量"
          unit="条"
          value={overview.data?.total}
          onOpen={() => navigate('/registers/${id}.entry/rows')}
        />
      </Tiles>
    </PageFrame>
  );
}
`;
}

function readmeFile({ id, title, plan }: NewSystem): string {
  return `# ${title} (${id})

- **Plan:** ${plan.length > 0 ? plan.join(', ') : 'name the item here, in contract.ts and in plan/items.json'}.
- **Who uses it:** ${title}管理员 keeps the register; ${title}查看员 reads it.
- **The life of one record:** registered by hand or imported, changed with its history kept, archived with a reason.
- **Rules, formulas, standards:** say here what officials go by, with standard and clause.
`;
}

/** Path within the system's folder → text. */
export function filesOf(system: NewSystem): ReadonlyMap<string, string> {
  return new Map([
    ['contract.ts', contractFile(system)],
    ['system.ts', systemFile(system)],
    ['server/entry/show-overview.ts', handlerFile(system)],
    ['server/entry/show-overview.test.ts', testFile(system)],
    ['web/index.ts', webIndexFile(system)],
    ['web/overview-page.tsx', pageFile(system)],
    ['README.md', readmeFile(system)],
  ]);
}
