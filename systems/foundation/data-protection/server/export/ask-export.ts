/** Asking for a file: what would leave is worked out by the way out's own rules and shown to whoever decides, without a value of it. */
import { randomBytes } from 'node:crypto';
import type { FieldClass } from '../../../../../kernel/access.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access, type ExitPlan, type ExitWish } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
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

function wishFrom({ register, fields, format, ...given }: Given): ExitWish {
  const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { register, fields, format, query };
}

/** By class, the gravest first: 个人：姓名、电话；公开：编号；（脱敏）证件号码. */
function toldOf({ fields }: ExitPlan): string {
  const lines = Object.entries(classTitles).flatMap(([name, title]) => {
    const open = fields.filter((field) => field.class === name && !field.masked);
    return open.length === 0 ? [] : [`${title}：${open.map((field) => field.title).join('、')}`];
  });
  const masked = fields.filter((field) => field.masked).map((field) => field.title);
  return [...lines, ...(masked.length === 0 ? [] : [`只以脱敏形式：${masked.join('、')}`])].join('\n');
}

/** Only officials: a person's own data go by 个人信息请求. */
function requireOfficial({ principal }: Context): void {
  if (principal.kind !== 'official') throw errors.officialsOnly();
}

export const planWanted: Handler<typeof exportRoutes.planWanted> = async (given, context) => {
  requireOfficial(context);
  const wish = wishFrom(given);
  const exit = context.use(access).exits.get(wish.register);
  const { rows, fields, reasons, conditions } = await exit.plan(context, wish);
  return {
    rows,
    fields: [...fields],
    reasons: [...reasons],
    conditions,
    title: exit.title,
    ownerName: departmentName(context, exit.owner),
  };
};

export const askExport: Handler<typeof exportRoutes.askExport> = async (given, context) => {
  requireOfficial(context);
  const { principal } = context;
  const wish = wishFrom(given.wish);
  const exit = context.use(access).exits.get(wish.register);
  const plan = await exit.plan(context, wish);
  if (plan.reasons.length === 0) throw errors.noApprovalNeeded();
  return context.use(store).transaction(async (work) => {
    const mark = randomBytes(4).toString('hex').toUpperCase();
    const row = await context
      .use(registers)
      .of(exported)
      .trusted.insert(work, principal.id, {
        number: `DC${shanghaiDate(work.now).replaceAll('-', '')}-${mark}`,
        mark,
        standing: 'waiting',
        register: wish.register,
        title: exit.title,
        owner: exit.owner,
        requester: principal.id,
        purpose: given.purpose,
        query: JSON.stringify(wish.query),
        conditions: plan.conditions.slice(0, 2000),
        fields: wish.fields === undefined ? null : [...wish.fields],
        told: toldOf(plan).slice(0, 4000),
        reasons: plan.reasons.join('；').slice(0, 1000),
        format: exit.ownForm === true ? 'file' : wish.format,
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
      to: { permission: exit.approve, department: exit.owner },
      kind: 'to-do',
      title: `导出待审批：${exit.title}`,
      body: `${plan.rows} 行；${plan.reasons.join('；')}`.slice(0, 300),
      link: exportPath(row.id),
    });
    return { id: row.id, number: row.number };
  });
};
