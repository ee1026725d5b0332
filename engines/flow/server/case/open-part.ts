/** Opens a part of a split case. */
import type { Principal } from '../../../../kernel/access.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Work } from '../../../store/index.ts';
import type { CaseFacts, CaseState } from '../step/types.ts';
import type { CaseKind, PlainRow } from './case-kinds.ts';
import type { FlowEngine } from './flow-engine.ts';
import { planOpening, refuseManaged, type Telling, writeOpening } from './plan-opening.ts';

/** A part of a split case: stands where its parent stood, with the parent's start and due. */
export async function openPart(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  parent: CaseState,
  part: PlainRow,
  number: string,
  work: Work,
): Promise<CaseFacts> {
  refuseManaged(kind, part);
  const inherited = Object.fromEntries(
    Object.entries(kind.declaration.fields).flatMap(([name, field]) => {
      const value = parent.row[name];
      return field.unique || field.managed || value === null || value === undefined ? [] : [[name, value]];
    }),
  );
  const values = { ...inherited, ...part };
  const { item } = parent;
  const stage = item?.stage ?? kind.process.start[0] ?? '';
  const planned = await planOpening(
    engine,
    kind,
    {
      id: newId(),
      number,
      values,
      stage,
      unit: item?.unit ?? null,
      person: item?.claimedBy ?? item?.person ?? null,
      initiator: parent.row.initiator ?? principal.id,
      openedAt: parent.row.openedAt,
      parent,
    },
    work,
  );
  const telling: Telling = {
    principal,
    opinion: null,
    files: [],
    action: 'verb.split',
    title: `拆自 ${parent.row.number}`,
    awaited: true,
  };
  return (await writeOpening(engine, kind, planned, telling, work)) as unknown as CaseFacts;
}
