/** Asking for a file: what would leave is worked out by the register's own rules and shown to whoever decides, without a value of it. */
import { randomBytes } from 'node:crypto';
import type { FieldClass } from '../../../../../kernel/access.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { type ExportPlan, type ExportWish, registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { exported } from '../../registers/export.ts';
import type { exportRoutes } from '../../routes/export-routes.ts';
import { departmentName } from '../hold/describe-register.ts';
import { exportPath } from './export-path.ts';

const classTitles: Readonly<Record<FieldClass, string>> = {
  sensitive: '敏感',
  personal: '个人',
  internal: '内部',
  public: '公开',
};

type Given = Parameters<Handler<typeof exportRoutes.planWanted>>[0];

function wishFrom({ register, fields, format, ...given }: Given): ExportWish {
  const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { register, fields, format, query };
}

/** By class, the gravest first: 个人：姓名、电话；公开：编号；（脱敏）证件号码. */
function toldOf({ fields }: ExportPlan): string {
  const lines = Object.entries(classTitles).flatMap(([name, title]) => {
    const open = fields.filter((field) => field.class === name && !field.masked);
    return open.length === 0 ? [] : [`${title}：${open.map((field) => field.title).join('、')}`];
  });
  const masked = fields.filter((field) => field.masked).map((field) => field.title);
  return [...lines, ...(masked.length === 0 ? [] : [`只以脱敏形式：${masked.join('、')}`])].join('\n');
}

/** Which fields narrow the rows; the values of those that tell of somebody are left out. */
function conditionsOf(context: Context, { register, query }: ExportWish): string {
  const fields = new Map(
    context
      .use(registers)
      .fieldsOf(register)
      .map((field) => [field.name, field]),
  );
  const parts = Object.entries(query.where ?? {}).map(([name, value]) => {
    const field = fields.get(name.split('.')[0] ?? name);
    const open = field?.class === 'public' || field?.class === 'internal';
    return `${field?.title ?? name}：${open ? value : '（值已隐去）'}`;
  });
  if (query.search !== undefined) parts.push('全文检索（词已隐去）');
  if (query.filter !== undefined) parts.push('组合条件');
  if (query.box !== undefined) parts.push('地图范围');
  if (query.state === 'archived' || query.state === 'all') parts.push('含已归档的记录');
  return parts.length === 0 ? '没有条件：可见的全部记录' : parts.join('；').slice(0, 2000);
}

/** Only officials: a person's own data go by 个人信息请求. */
function requireOfficial({ principal }: Context): void {
  if (principal.kind !== 'official') throw errors.officialsOnly();
}

export const planWanted: Handler<typeof exportRoutes.planWanted> = async (given, context) => {
  requireOfficial(context);
  const wish = wishFrom(given);
  const { sheets, get } = context.use(registers);
  const plan = await sheets.plan(context.principal, wish);
  const { declaration } = get(wish.register);
  return {
    ...plan,
    title: declaration.title,
    ownerName: departmentName(context, declaration.owner),
    conditions: conditionsOf(context, wish),
  };
};

export const askExport: Handler<typeof exportRoutes.askExport> = async (given, context) => {
  requireOfficial(context);
  const { principal } = context;
  const wish = wishFrom(given.wish);
  const { sheets, get, of } = context.use(registers);
  const plan = await sheets.plan(principal, wish);
  if (plan.reasons.length === 0) throw errors.noApprovalNeeded();
  const { declaration } = get(wish.register);
  return context.use(store).transaction(async (work) => {
    const mark = randomBytes(4).toString('hex').toUpperCase();
    const row = await of(exported).trusted.insert(work, principal.id, {
      number: `DC${shanghaiDate(work.now).replaceAll('-', '')}-${mark}`,
      mark,
      standing: 'waiting',
      register: wish.register,
      title: declaration.title,
      owner: declaration.owner,
      requester: principal.id,
      purpose: given.purpose,
      query: JSON.stringify(wish.query),
      conditions: conditionsOf(context, wish),
      fields: wish.fields === undefined ? null : [...wish.fields],
      told: toldOf(plan).slice(0, 4000),
      reasons: plan.reasons.join('；').slice(0, 1000),
      format: wish.format,
      rows: plan.rows,
      askedAt: work.now.toISOString(),
    });
    context.use(access).audit(work, principal, {
      module: 'data-protection',
      event: 'create',
      objectType: 'data-protection.export',
      objectId: row.id,
      result: 'success',
      detail: { number: row.number, register: wish.register, rows: plan.rows },
    });
    await context.use(messages).send(work, {
      to: { permission: 'data-protection:approve-exports', department: declaration.owner },
      kind: 'to-do',
      title: `导出待审批：${declaration.title}`,
      body: `${plan.rows} 行；${plan.reasons.join('；')}`.slice(0, 300),
      link: exportPath(row.id),
    });
    return { id: row.id, number: row.number };
  });
};
