/** The code behind 开放数据诉求: whose it is, what holds when it is opened, and what an answer brings about. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { matter } from '../../case/matter.ts';
import { errors } from '../../errors.ts';
import { grant } from '../../registers/grant.ts';
import { planItem } from '../../registers/plan-item.ts';
import { publication } from '../../registers/publication.ts';
import { getOpen } from '../find-open.ts';
import { setting } from '../setting.ts';
import { refusePersonal } from './refuse-personal.ts';

type Matter = Row<typeof matter>;
type Values = RowInput<typeof matter>;

interface Opening {
  readonly values: Values;
  readonly principal: Principal;
  readonly work: Work;
  readonly services: Services;
}

const city = '341200000000';
/** Whoever answers for data that nobody is known to have. */
const authority = 'city-data-resources';
const titles: Readonly<Record<string, string>> = { apply: '申请使用', want: '需求', mend: '纠错' };

async function checkRepeated({ services, work, principal, values }: Opening): Promise<void> {
  const { trusted } = services.use(registers).of(matter);
  const mine = { field: 'initiator', is: 'equal', value: principal.id } as const;
  const today = shanghaiInstant(shanghaiDate(work.now)).toISOString();
  const since = { field: 'openedAt', is: 'at-least', value: today } as const;
  const most = setting(services, 'matters-per-day');
  const asked = await trusted.findMany(work.db, { filter: { all: [mine, since] }, limit: most });
  if (asked.length >= most) throw errors.tooManyToday({ most });
  if (values.kind !== 'apply' || !values.publication) return;
  const same = [
    mine,
    { field: 'kind', is: 'equal', value: 'apply' },
    { field: 'publication', is: 'equal', value: values.publication },
    { field: 'closedAt', is: 'empty' },
  ] as const;
  const [there] = await trusted.findMany(work.db, { filter: { all: same }, limit: 1 });
  if (there !== undefined) throw errors.alreadyAsked({ number: there.number });
}

async function aboutOf({ services, values }: Opening): Promise<{ title: string; owner: string }> {
  const kind = titles[values.kind ?? ''] ?? '';
  if (values.kind === 'want') {
    if (!values.wanted) throw errors.wantedNeeded();
    const owner = services.use(access).findDepartment(values.owner ?? '')?.id ?? authority;
    return { title: `${kind}：${values.wanted}`, owner };
  }
  const { row, shown } = await getOpen(services, values.publication ?? '');
  if (values.kind === 'apply' && !shown.conditional) throw errors.unconditional();
  return { title: `${kind}：${row.name}`, owner: row.provider };
}

async function complete(opening: Opening): Promise<Values> {
  const { values, services } = opening;
  refusePersonal(values.text ?? '', values.wanted ?? '', values.field ?? '');
  await checkRepeated(opening);
  const { title, owner } = await aboutOf(opening);
  return { title, owner, caseArea: services.use(access).findDepartment(owner)?.area ?? city };
}

interface Answered {
  readonly row: Matter;
  readonly by: string;
  readonly work: Work;
  readonly services: Services;
}

async function insertGrant({ row, by, work, services }: Answered): Promise<void> {
  if (row.publication === null || row.initiator === null) return;
  const rows = services.use(registers);
  const opened = await rows.of(publication).trusted.find(work.db, row.publication);
  if (opened === undefined) throw errors.missing();
  const end = new Date(work.now.getTime() + (row.days ?? 1) * 86_400_000);
  await rows.of(grant).trusted.insert(work, by, {
    publication: opened.id,
    provider: opened.provider,
    holder: row.initiator,
    purpose: row.text,
    callsPerDay: row.callsPerDay ?? 1,
    endsOn: shanghaiDate(end),
    status: 'active',
    request: row.number,
  });
}

async function insertPlan({ row, by, work, services }: Answered): Promise<void> {
  const month = row.month ?? shanghaiDate(work.now).slice(0, 7);
  await services
    .use(registers)
    .of(planItem)
    .trusted.insert(work, by, {
      year: Number(month.slice(0, 4)),
      name: row.wanted ?? row.title ?? '',
      department: row.leadUnit ?? row.owner ?? authority,
      month,
      note: `来自数据需求${row.number}`,
    });
}

export const matterBinding = bindCase(matter, {
  async assign({ row, stage }) {
    return stage === row.kind && row.owner !== null ? { unit: row.owner } : undefined;
  },
  async limits({ services }) {
    const limit = { amount: setting(services, 'answer-days'), unit: 'work-day' } as const;
    return { stage: limit, whole: limit };
  },
  async before({ row, values, principal, work, services }) {
    return row === undefined ? complete({ values, principal, work, services }) : undefined;
  },
  async after({ row, action, principal, work, services }) {
    const answered = { row, by: principal.id, work, services };
    if (action === 'grant') await insertGrant(answered);
    if (action === 'plan') await insertPlan(answered);
  },
  link: (id) => `/open-data/matters/${id}`,
});
