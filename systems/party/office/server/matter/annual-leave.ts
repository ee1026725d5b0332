/** The account of one person's annual leave in one year: what he is entitled to, what he took, what is left. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { annualDays, lostAnnualLeave } from '../../data/matters.ts';
import { leave } from '../../matter/leave.ts';
import type { leaveAccount } from '../../registers/matter-registers.ts';
import { yearsOfWork } from './count-days.ts';

export interface Balance {
  readonly years: number;
  readonly entitled: number;
  readonly carriedOver: number;
  readonly used: number;
  readonly left: number;
  /** Why there is none this year. */
  readonly lost: string | null;
}

const mostLeaves = 500;

/** Leaves that are asked for, taken or to be taken in that time; what was refused or withdrawn is none. */
export async function leavesBetween(
  services: Services,
  db: Database,
  person: string,
  from: string,
  to: string,
  except?: string,
): Promise<readonly Row<typeof leave>[]> {
  const all = [
    { field: 'initiator', is: 'equal', value: person },
    { field: 'startsOn', is: 'at-most', value: to },
    { field: 'endsOn', is: 'at-least', value: from },
  ] as const;
  const rows = await services
    .use(registers)
    .of(leave)
    .trusted.findMany(db, { filter: { all }, limit: mostLeaves });
  return rows.filter(({ id, outcome }) => id !== except && (outcome === null || outcome === 'finished'));
}

export async function annualBalance(
  services: Services,
  db: Database,
  account: Row<typeof leaveAccount>,
  on: string,
  except?: string,
): Promise<Balance> {
  const year = on.slice(0, 4);
  const years = yearsOfWork(account.workSince, on);
  const taken = await leavesBetween(services, db, account.person, `${year}-01-01`, `${year}-12-31`, except);
  const sum = (kind: string, unit: 'working' | 'calendar') =>
    taken
      .filter((one) => one.kind === kind)
      .reduce((total, one) => total + ((unit === 'working' ? one.days : one.calendarDays) ?? 0), 0);
  const lost = account.schoolHolidays === true ? '依法享受寒暑假' : (lostAnnualLeave(years, sum) ?? null);
  const entitled = lost === null ? annualDays(years) : 0;
  const carriedOver = account.carriedOver ?? 0;
  const used = sum('annual', 'working');
  return { years, entitled, carriedOver, used, left: Math.max(0, entitled + carriedOver - used), lost };
}
