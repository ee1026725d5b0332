/** The code behind 采集任务: what it comes to, refused when nothing is left; when approved, one task a household and every ask in the register of all requests. */
import { access } from '../../../../../engines/access/service.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { askedItem } from '../../../../party/info-reporting/contract.ts';
import { request } from '../../case/request.ts';
import { errors } from '../../errors.ts';
import { task } from '../../registers/task.ts';
import type { Finding } from '../../routes/department-routes.ts';
import { organOf, readFields } from '../catalogue.ts';
import { setting } from '../setting.ts';
import { checkFields, planRequest, type RequestPlan } from './plan-request.ts';

type Values = RowInput<typeof request>;
type RequestRow = Row<typeof request>;

interface Step {
  readonly services: Services;
  readonly work: Work;
  readonly principal: Principal;
}

const dayLength = 86_400_000;

function checkDue({ services, work }: Step, dueOn: string): void {
  const days = setting(services, 'least-days');
  const day = shanghaiDate(new Date(work.now.getTime() + days * dayLength));
  if (dueOn < day) throw errors.dueTooSoon({ day }, [{ path: 'values.dueOn', message: `最早 ${day}` }]);
}

/** What the department asks for, as it stands now. Throws when nothing is left to ask. */
async function plan(
  step: Step,
  asked: { readonly values: Values; readonly department: string; readonly request?: string | undefined },
): Promise<RequestPlan> {
  const { services, work } = step;
  const area = asked.values.caseArea ?? '';
  const today = shanghaiDate(work.now);
  const fields = await checkFields(
    services,
    work.db,
    { departments: [asked.department], area, fields: asked.values.fields ?? [] },
    today,
  );
  const made = await planRequest(services, work.db, { area, fields, request: asked.request }, today);
  if (made.households === 0)
    throw errors.noHouseholds({}, [{ path: 'values.caseArea', message: '没有户卡' }]);
  if (made.left === 0)
    throw errors.nothingLeft(
      {},
      made.findings.map(({ field, title, reason }) => ({
        path: `values.fields.${field}`,
        message: `“${title}”${reason}`,
      })),
    );
  return made;
}

function numbersOf({ households, cells, known, left, findings }: RequestPlan): Values {
  return { households, cells, known, left, findings };
}

async function open(step: Step, values: Values): Promise<Values> {
  const [department] = step.principal.departments;
  if (department === undefined) throw errors.noDepartment();
  const area = values.caseArea ?? step.services.use(access).findDepartment(department)?.area ?? null;
  const asked = { ...values, caseArea: area };
  checkDue(step, values.dueOn ?? '');
  const made = await plan(step, { values: asked, department });
  return { department, caseArea: area, ...numbersOf(made) };
}

async function issue({ services, work }: Step, row: RequestRow): Promise<void> {
  const rows = services.use(registers);
  const today = shanghaiDate(work.now);
  const all = await readFields(services, work.db);
  const fields = all.filter(({ key }) => row.fields.includes(key));
  const made = await planRequest(
    services,
    work.db,
    { area: row.caseArea ?? '', fields, request: row.id },
    today,
  );
  const at = work.now.toISOString();
  await rows.of(task).trusted.insertMany(
    work,
    'village-data',
    made.byHousehold.map(({ card, left, known }) => ({
      request: row.id,
      title: row.title,
      department: row.department ?? '',
      household: card.household.id,
      number: card.household.number,
      area: card.household.area,
      cells: left,
      asked: left.length,
      known,
      left: left.length,
      progress: left.length === 0 ? 'done' : 'open',
      issuedAt: at,
      dueOn: row.dueOn,
      // Nothing was asked of it, so nothing was done either.
      doneAt: null,
    })),
  );
  await registerAsks({ services, work }, row, made.findings);
  for (const area of new Set(
    made.byHousehold.filter(({ left }) => left.length > 0).map(({ card }) => card.household.area),
  ))
    await services.use(messages).send(work, {
      to: { permission: 'village-data:collect', area },
      kind: 'to-do',
      title: `采集任务：${row.title}`,
      body: `只列出缺的和过期的，${row.dueOn} 前完成。`,
      link: '/village-data/mine',
      once: `village-data.request ${row.id} ${area}`,
    });
}

/** 数据项登记 of 一表通: one register of everything that anybody asked of the grass roots. */
async function registerAsks(
  { services, work }: Pick<Step, 'services' | 'work'>,
  row: RequestRow,
  findings: readonly Finding[],
): Promise<void> {
  const organ = await organOf(services);
  const owners = new Map((await readFields(services, work.db)).map(({ key, owner }) => [key, owner]));
  const { trusted } = services.use(registers).of(askedItem);
  for (const { field, title, left, cells, reason } of findings)
    await trusted.insert(work, 'village-data', {
      item: title,
      key: field,
      tableTitle: `采集任务 ${row.number} ${row.title}`.slice(0, 60),
      owner: row.department ?? '',
      verdict: left === 0 ? 'held' : 'new',
      reason: `户卡 ${cells} 项，还要采集 ${left} 项：${reason}`.slice(0, 400),
      holder: left === 0 ? organ(owners.get(field) ?? '', row.caseArea ?? '') : null,
      askedAt: work.now.toISOString(),
    });
}

export const requestBinding = bindCase(request, {
  async limits({ stage, services }) {
    if (stage !== 'review') return undefined;
    return { stage: { amount: setting(services, 'review-days'), unit: 'work-day' } };
  },
  async before({ row, action, values, principal, services, work }) {
    const step = { services, work, principal };
    if (row === undefined) return open(step, values);
    if (row.stage === 'mend' && action === 'again') {
      const asked = { ...row, ...values };
      checkDue(step, asked.dueOn);
      return numbersOf(
        await plan(step, { values: asked, department: row.department ?? '', request: row.id }),
      );
    }
    // Others may have brought it meanwhile.
    if (row.stage === 'review' && action === 'approve')
      return numbersOf(await plan(step, { values: row, department: row.department ?? '', request: row.id }));
    return undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (action === 'approve') await issue({ services, work, principal }, row);
  },
  link: (id) => `/village-data/requests/${id}`,
});
