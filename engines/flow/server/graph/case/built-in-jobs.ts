/** Work of the machine that every drawn process can use, whatever its system binds: telling people. The text is the name of the service task. */
import { findModel } from '../../../../../kernel/graph-process.ts';
import type { Notice } from '../../../../messages/service.ts';
import { sql } from '../../../../store/index.ts';
import type { CaseKind, PlainRow } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';

interface BuiltInJob {
  readonly title: string;
  /** Undefined: there is nobody to tell. */
  audience(kind: CaseKind, row: PlainRow): Notice['to'] | undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const builtInJobs: Readonly<Record<string, BuiltInJob>> = {
  'flow.tell-initiator': {
    title: '通知发起人',
    audience(_kind, row) {
      const initiator = textOf(row['initiator']);
      return initiator === undefined ? undefined : [initiator];
    },
  },
  'flow.tell-unit': {
    title: '通知承办单位',
    audience(kind, row) {
      const department = textOf(row['leadUnit']) ?? textOf(row['unit']);
      const permission = `${kind.system}:${kind.declaration.allow.read}`;
      return department === undefined ? undefined : { permission, department };
    },
  },
};

export function findBuiltIn(name: string): BuiltInJob | undefined {
  return Object.hasOwn(builtInJobs, name) ? builtInJobs[name] : undefined;
}

async function titleOfTask(
  engine: FlowEngine,
  kind: CaseKind,
  row: PlainRow,
  one: { readonly case_id: string; readonly id: string },
): Promise<string> {
  const found = await sql<{ node: string | null }>`select state->'waits'->${one.id}->>'node' as node
    from flow_tokens where case_id = ${one.case_id}::uuid`.execute(engine.store.db);
  const model = findModel(await engine.definitions.of(kind, Number(row['processVersion'])));
  return model?.nodes[found.rows[0]?.node ?? '']?.title ?? '';
}

/** Done twice it tells once: the notice bears the name of what is waited for. */
export async function runBuiltIn(
  engine: FlowEngine,
  kind: CaseKind,
  job: BuiltInJob,
  row: PlainRow,
  one: { readonly case_id: string; readonly id: string },
): Promise<void> {
  const to = job.audience(kind, row);
  if (to === undefined) return;
  const title = await titleOfTask(engine, kind, row, one);
  await engine.store.transaction(async (work) =>
    engine.messages?.send(work, {
      to,
      kind: 'notice',
      title: title === '' ? job.title : title,
      body: `${String(row['number'])} ${kind.titleOf(row)}`,
      link: kind.link(one.case_id),
      once: `flow.job:${one.case_id}:${one.id}`,
    }),
  );
}
