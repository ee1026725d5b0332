/** The code behind 请假: days by the calendar, annual leave by the regulation, no two leaves at once, and 销假 with what was really taken. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { findLeaveKind, type LeaveKind } from '../../data/matters.ts';
import { errors } from '../../errors.ts';
import { leave } from '../../matter/leave.ts';
import { leaveAccount } from '../../registers/matter-registers.ts';
import type { matterRoutes } from '../../routes/matter-routes.ts';
import { stageLimit } from '../../data/limits.ts';
import { setting } from '../setting.ts';
import { annualBalance, leavesBetween } from './annual-leave.ts';
import { countDays, dayBefore } from './count-days.ts';
import {
  applicantFields,
  applicantOf,
  guardMatter,
  isApplying,
  type MatterMoment,
  refuse,
  subjectOf,
} from './matter-steps.ts';

const longest = 366;
const dayLength = 86_400_000;

interface Asked {
  readonly kind: LeaveKind;
  readonly startsOn: string;
  readonly endsOn: string;
}

function readAsked({ row, values }: MatterMoment): Asked {
  const { kind: code, startsOn, endsOn } = { ...row, ...values };
  const kind = findLeaveKind(String(code));
  const [from, to] = [String(startsOn ?? ''), String(endsOn ?? '')];
  const span = (Date.parse(to) - Date.parse(from)) / dayLength;
  refuse([
    ...(kind === undefined ? [{ path: 'kind', message: '请选择假别' }] : []),
    ...(Number.isNaN(span) || span < 0 ? [{ path: 'endsOn', message: '结束日期早于开始日期' }] : []),
    ...(span > longest ? [{ path: 'endsOn', message: '一次请假不能超过一年' }] : []),
  ]);
  return { kind: kind as LeaveKind, startsOn: from, endsOn: to };
}

/** Locked, so that of two applications at once the second sees the first. */
async function lockAccount(at: MatterMoment): Promise<Row<typeof leaveAccount>> {
  const { trusted } = at.services.use(registers).of(leaveAccount);
  const filter = { field: 'person', is: 'equal', value: applicantOf(at) } as const;
  const [found] = await trusted.findMany(at.work.db, { filter, limit: 1 });
  const account = found === undefined ? undefined : await trusted.lock(at.work, found.id);
  if (account === undefined || account.state !== 'active') throw errors.noAccount();
  return account;
}

async function checkAnnual(at: MatterMoment, asked: Asked, account: Row<typeof leaveAccount>, days: number) {
  if (asked.startsOn.slice(0, 4) !== asked.endsOn.slice(0, 4)) throw errors.annualAcross();
  const own = at.row === undefined ? undefined : String(at.row['id']);
  const balance = await annualBalance(at.services, at.work.db, account, asked.startsOn, own);
  if (balance.lost !== null && balance.carriedOver === 0) throw errors.annualLost({ reason: balance.lost });
  if (days > balance.left) throw errors.annualSpent({ left: balance.left, days });
}

async function applied(at: MatterMoment): Promise<Readonly<Record<string, unknown>>> {
  const asked = readAsked(at);
  const account = await lockAccount(at);
  const { kind, startsOn, endsOn } = asked;
  const counted = await countDays(at.services, at.work.db, startsOn, endsOn);
  const days = kind.counts === 'working' ? counted.working : counted.calendar;
  if (days === 0) throw errors.leaveNone();
  if (kind.most !== undefined && days > kind.most)
    throw errors.leaveTooLong({ kind: kind.name, most: kind.most, days });
  const own = at.row === undefined ? undefined : String(at.row['id']);
  const [other] = await leavesBetween(at.services, at.work.db, account.person, startsOn, endsOn, own);
  if (other !== undefined) throw errors.leaveOverlaps({ from: other.startsOn, to: other.endsOn });
  if (kind.code === 'annual') await checkAnnual(at, asked, account, days);
  return {
    ...applicantFields(at),
    subject: subjectOf(kind.name, `${startsOn} 至 ${endsOn}`, `${days} 天`),
    days,
    calendarDays: counted.calendar,
    workSince: account.workSince,
    needsLeader: days > setting(at.services, 'leave-leader-days'),
  };
}

/** 销假: days that were not taken go back to the account; days beyond are noted. */
async function cameBack(at: MatterMoment): Promise<Readonly<Record<string, unknown>>> {
  const { startsOn, endsOn, kind: code, subject } = at.row as unknown as Row<typeof leave>;
  const backOn = String(at.values['backOn'] ?? '');
  if (!(backOn >= startsOn) || backOn > shanghaiDate(at.work.now)) throw errors.backWrong();
  const last = dayBefore(backOn);
  const end = last < endsOn ? last : endsOn;
  const nothing = { working: 0, calendar: 0 };
  const taken = end < startsOn ? nothing : await countDays(at.services, at.work.db, startsOn, end);
  const beyond = last > endsOn ? await countDays(at.services, at.work.db, endsOn, last) : nothing;
  const lastDay = last > endsOn ? await countDays(at.services, at.work.db, endsOn, endsOn) : nothing;
  const days = findLeaveKind(code)?.counts === 'working' ? taken.working : taken.calendar;
  return {
    days,
    calendarDays: taken.calendar,
    overdueDays: beyond.working - lastDay.working,
    subject: subject ?? '',
  };
}

export const leaveBinding = bindCase(leave, {
  limits: async ({ stage }) => stageLimit('leave', stage),
  async before(given) {
    const at = given as unknown as MatterMoment;
    await guardMatter(at);
    if (isApplying(at)) return applied(at);
    return at.action === 'back' ? cameBack(at) : undefined;
  },
  link: (id) => `/office/leave/${id}`,
});

export const readLeaveBalance: Handler<typeof matterRoutes.leaveBalance> = async (_input, context) => {
  const { db } = context.use(store);
  const filter = { field: 'person', is: 'equal', value: context.principal.id } as const;
  const [account] = await context
    .use(registers)
    .of(leaveAccount)
    .trusted.findMany(db as Work['db'], { filter, limit: 1 });
  if (account === undefined) return { balance: null };
  return { balance: await annualBalance(context, db, account, shanghaiDate(context.now)) };
};
