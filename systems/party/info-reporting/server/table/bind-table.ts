/** The code behind 报表准入: what is asked is compared with what is held, only what is missing stays, and an admitted table gets its number. */
import { access } from '../../../../../engines/access/service.ts';
import { documentNumbers, showNumber } from '../../../../../engines/documents/service.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { errors } from '../../errors.ts';
import { askedItem } from '../../registers/asked-item.ts';
import { type Cycle, cycles, type FillLevel, fillLevels } from '../../table/column.ts';
import { compareAsks, type Finding, onlyMissing } from '../../table/compare-asks.ts';
import { reportTable } from '../../table/report-table.ts';
import { setting } from '../setting.ts';
import { isRefused } from './compare-table.ts';
import { knownAsks } from './known-asks.ts';
import { checkBody, readBody } from './read-body.ts';

type TableRow = Row<typeof reportTable>;
type Values = RowInput<typeof reportTable>;

export const admissionBureau = 'city-data-resources';
const series = '阜数表';

interface Step {
  readonly work: Work;
  readonly services: Services;
  readonly principal: Principal;
}

function ownerOf({ services, principal }: Step): Values {
  const [owner] = principal.departments;
  const area = services.use(access).findDepartment(owner ?? '')?.area;
  return {
    ...(owner === undefined ? {} : { owner }),
    ...(area === undefined ? {} : { caseArea: area }),
    validTo: null,
  };
}

function levelOf(text: string | null | undefined): FillLevel {
  const level = fillLevels.find((each) => each === text);
  if (level === undefined) throw errors.badTable({}, [{ path: 'values.level', message: '请选择填报层级' }]);
  return level;
}

function cycleOf(text: string | null | undefined): Cycle {
  const cycle = cycles.find((each) => each === text);
  if (cycle === undefined) throw errors.badTable({}, [{ path: 'values.cycle', message: '请选择填报周期' }]);
  return cycle;
}

/** Looks at the table as it stands; what is held becomes prefilled, so that only what is missing is asked. */
async function compare(step: Step, table: Values, id: string | undefined, strict: boolean): Promise<Values> {
  const { services, work } = step;
  const body = await checkBody(services, { columns: table.columns, checks: table.checks, uses: table.uses });
  const asked = {
    ...(id === undefined ? {} : { id }),
    level: levelOf(table.level),
    cycle: cycleOf(table.cycle),
    columns: body.columns,
  };
  const findings = compareAsks(asked, await knownAsks(services, work.db, shanghaiDate(work.now)));
  if (strict) refuseTwice(findings, table);
  const columns = onlyMissing(body.columns, findings);
  return {
    columns,
    checks: body.checks,
    uses: body.uses,
    findings,
    asked: columns.filter(({ mode, formula }) => mode === 'ask' && formula === undefined).length,
    prefilled: columns.filter(({ mode }) => mode === 'prefill').length,
  };
}

function refuseTwice(findings: readonly Finding[], table: Values): void {
  if (isRefused(findings))
    throw errors.allHeld(
      {},
      findings.map(({ key, title, reason }) => ({
        path: `values.columns.${key}`,
        message: `“${title}”：${reason}`,
      })),
    );
  const { columns } = readBody({ columns: table.columns });
  const unexplained = findings.filter(
    ({ key, verdict }) =>
      verdict === 'similar' && (columns.find((each) => each.key === key)?.reason ?? '').length < 4,
  );
  if (unexplained.length > 0)
    throw errors.similar(
      {},
      unexplained.map(({ key, title, reason }) => ({
        path: `values.columns.${key}`,
        message: `“${title}”${reason}`,
      })),
    );
}

async function admit(step: Step, row: TableRow, values: Values): Promise<Values> {
  const { services, work, principal } = step;
  const today = shanghaiDate(work.now);
  const months = setting(services, 'most-valid-months');
  const last = new Date(`${today}T00:00:00Z`);
  last.setUTCMonth(last.getUTCMonth() + months);
  const validTo = values.validTo ?? '';
  if (validTo <= today || validTo > last.toISOString().slice(0, 10)) throw errors.validTooLong({ months });
  // Others may have been admitted since it was sent.
  const compared = await compare(step, row, row.id, true);
  if (row.admission !== null) return { ...compared, validFrom: today };
  const year = Number(today.slice(0, 4));
  const numbers = services.use(documentNumbers);
  const paper = `report-table:${row.id}`;
  const { serial } = await numbers.reserve(
    work,
    principal.id,
    { organ: admissionBureau, code: series, year },
    paper,
  );
  await numbers.use(work, principal.id, paper);
  return { ...compared, validFrom: today, admission: showNumber({ organ: series, year, serial }) };
}

/** Every column that was asked for, with what was found; sending again replaces what was registered before. */
async function registerAsks({ services, work, principal }: Step, row: TableRow): Promise<void> {
  const { trusted } = services.use(registers).of(askedItem);
  const former = await trusted.findMany(work.db, {
    filter: { field: 'table', is: 'equal', value: row.id },
    limit: 200,
  });
  const { columns } = readBody(row);
  for (const finding of row.findings as readonly Finding[]) {
    const explanation = columns.find(({ key }) => key === finding.key)?.reason ?? null;
    const values = {
      item: finding.title,
      key: finding.key,
      tableTitle: row.title,
      table: row.id,
      owner: row.owner ?? '',
      verdict: finding.verdict,
      reason: finding.reason,
      holder: finding.source?.owner ?? null,
      explanation,
      askedAt: work.now.toISOString(),
    };
    const before = former.find(({ key }) => key === finding.key);
    if (before === undefined) await trusted.insert(work, principal.id, values);
    else await trusted.update(work, principal.id, before, values);
  }
}

export const tableBinding = bindCase(reportTable, {
  async assign({ row, stage }) {
    if (stage === 'review') return { unit: admissionBureau };
    if (row.owner === null) return undefined;
    return stage === 'draft' && row.initiator !== null
      ? { unit: row.owner, person: row.initiator }
      : { unit: row.owner };
  },
  async before({ row, action, values, principal, services, work }) {
    const step = { services, work, principal };
    if (row === undefined) return { ...ownerOf(step), ...(await compare(step, values, undefined, false)) };
    if (row.stage === 'draft' && action === 'save')
      return compare(step, { ...row, ...values }, row.id, false);
    if (row.stage === 'draft' && action === 'submit') return compare(step, row, row.id, true);
    if (row.stage === 'review' && action === 'admit') return admit(step, row, values);
    return undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (action === 'submit' || action === 'admit') await registerAsks({ services, work, principal }, row);
  },
  link: (id) => `/info-reporting/tables/${id}`,
});
