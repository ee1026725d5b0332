/** The code behind 超标案件: who gets it, until when, and what each step asks for beyond its form. */
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import small from '../../data/small-lists.json' with { type: 'json' };
import { errors } from '../../errors.ts';
import { exceedance } from '../../exceedance/exceedance.ts';
import { outlet, pollutionSource } from '../../registers/source.ts';

type Values = RowInput<typeof exceedance>;
type CaseRow = Row<typeof exceedance>;

function gradeOf(over: number): string {
  return small.exceedanceGrades.find(({ below }) => below === null || over < below)?.code ?? 'general';
}

function overOf({ value, limit }: Values): number | null {
  if (typeof value !== 'number' || typeof limit !== 'number' || limit <= 0) return null;
  return Math.round((value / limit - 1) * 100) / 100;
}

/** What each action must say, by '<stage>.<action>'. */
const rules: Readonly<Record<string, (row: CaseRow, values: Values, today: string) => void>> = {
  'order.issue': (_, { orderNumber, rectifyBy }, today) => {
    if (!orderNumber || !rectifyBy) throw errors.orderMissing();
    if (rectifyBy <= today)
      throw errors.dateGone({}, [{ path: 'rectifyBy', message: '请选择今天以后的日期' }]);
  },
  'recheck.pass': (row, { recheckValue }) => {
    if (typeof recheckValue === 'number' && recheckValue > row.limit)
      throw errors.stillOver({ value: recheckValue, limit: row.limit });
  },
  'penalty.punish': (_, { penaltyNumber }) => {
    if (!penaltyNumber) throw errors.penaltyMissing();
  },
  'penalty.spare': (_, { penaltyReason }) => {
    if (!penaltyReason) throw errors.reasonMissing();
  },
};

export const exceedanceBinding = bindCase(exceedance, {
  async limits({ stage, services }) {
    const { settings } = services.use(store);
    if (stage === 'verify')
      return { stage: { amount: settings.value('environment.verify-hours'), unit: 'urgent-hour' } };
    if (stage === 'rectify')
      return { stage: { amount: settings.value('environment.rectify-days'), unit: 'work-day' } };
    return undefined;
  },
  async assign({ row, services, work }) {
    const source = await services.use(registers).of(pollutionSource).trusted.find(work.db, row.source);
    return source === undefined ? undefined : { unit: source.department };
  },
  async before({ row, action, values, services, work }) {
    if (row !== undefined) {
      rules[`${row.stage}.${action}`]?.(row, values, shanghaiDate(work.now));
      return undefined;
    }
    const port =
      typeof values.outlet === 'string'
        ? await services.use(registers).of(outlet).trusted.find(work.db, values.outlet)
        : undefined;
    const over = overOf(values);
    return {
      over,
      grade: over === null ? null : gradeOf(over),
      ...(port === undefined
        ? {}
        : { caseArea: port.area, source: port.source, position: port.position ?? values.position ?? null }),
    };
  },
  link: (id) => `/environment/exceedances/${id}`,
});
