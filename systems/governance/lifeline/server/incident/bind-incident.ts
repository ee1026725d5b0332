/** The code behind 联合处置: level and partners by the standard, limits by level, what each step asks for beyond its form. */
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { incident } from '../../incident/incident.ts';
import { waterPipe } from '../../registers/network.ts';
import { newestAnalysis, rankOf, rankedOf } from './find-analysis.ts';
import { findResponse, jointOf } from './find-response.ts';
import { lightest, summariseOpening } from './summarise-alarms.ts';

type Values = RowInput<typeof incident>;
type CaseRow = Row<typeof incident>;

interface Step {
  readonly row: CaseRow;
  readonly values: Values;
  readonly services: Services;
  readonly work: Work;
}

async function joint(
  services: Services,
  work: Work,
  row: Pick<CaseRow, 'kind'>,
  values: Values,
): Promise<Values> {
  const response = await findResponse(services, work.db, { kind: row.kind, level: values.level ?? lightest });
  const units = [...jointOf(response), ...(values.extra == null ? [] : [values.extra])];
  return { joint: [...new Set(units)] };
}

async function checkPipe(
  { services, work, row }: Step,
  pipe: string | null | undefined,
  field: string,
): Promise<void> {
  if (row.network === null || pipe === null || pipe === undefined || pipe === '') return;
  const [found] = await services
    .use(registers)
    .of(waterPipe)
    .trusted.findMany(work.db, {
      filter: {
        all: [
          { field: 'network', is: 'equal', value: row.network },
          { field: 'code', is: 'equal', value: pipe },
        ],
      },
      limit: 1,
    });
  if (found === undefined) throw errors.pipeUnknown({ pipe }, [{ path: field, message: '请核对管段编号' }]);
}

/** What each action must say and computes, by '<stage>.<action>'. */
const rules: Readonly<Record<string, (step: Step) => Promise<Values>>> = {
  'assess.confirm': async (step) => {
    const { row, values, services, work } = step;
    const pipe = values.pipe ?? row.pipe;
    if (row.network === null) return {};
    if (!pipe) throw errors.pipeMissing({}, [{ path: 'pipe', message: '请从候选管段中选择' }]);
    await checkPipe(step, pipe, 'pipe');
    const ranked = rankedOf(await newestAnalysis(services, work.db, row.id)).find(
      (each) => each.pipe === pipe,
    );
    const likelihood = ranked === undefined ? null : Math.round(ranked.probability * 1000) / 10;
    return { likelihood, loss: ranked?.loss ?? null };
  },
  'dispatch.send': ({ row, values, services, work }) =>
    joint(services, work, row, { level: row.level, extra: values.extra ?? row.extra }),
  'handle.done': async (step) => {
    const { row, values, services, work } = step;
    await checkPipe(step, values.foundPipe, 'foundPipe');
    const analysis = await newestAnalysis(services, work.db, row.id);
    return { rank: rankOf(analysis, values.foundPipe ?? '') };
  },
};

const minutes = 60;
const limited = ['assess', 'dispatch', 'handle', 'recheck', 'review'] as const;

export const incidentBinding = bindCase(incident, {
  async limits({ row, stage, services, work }) {
    const response = await findResponse(services, work.db, { kind: row.kind, level: row.level ?? lightest });
    const step = stage === 'support' ? 'handle' : limited.find((each) => each === stage);
    if (response === undefined || step === undefined) return undefined;
    return { stage: { amount: response[step] / minutes, unit: 'urgent-hour' } };
  },
  async assign({ row, stage }) {
    return stage === 'handle' ? { unit: row.lead } : undefined;
  },
  async before({ row, action, values, services, work }) {
    if (row === undefined) {
      const found = await summariseOpening(services, work, values);
      return { ...found, ...(await joint(services, work, { kind: values.kind ?? '' }, found)) };
    }
    return rules[`${row.stage}.${action}`]?.({ row, values, services, work });
  },
  async after({ row, action, principal, services, work }) {
    if (row.network === null || principal !== systemPrincipal) return;
    if (action === 'open' || action === 'verb.comment')
      await services.use(store).jobs.start('lifeline.locate', { incident: row.id }, 'system', work);
  },
  link: (id) => `/lifeline/incidents/${id}`,
});
