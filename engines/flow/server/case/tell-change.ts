/** Tells of a step: the event and the audit line that commit with it, and events from which notices are sent after it. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Work } from '../../../store/index.ts';
import type { CaseFacts, CaseState, Step, StepNotice } from '../step/types.ts';
import type { CaseKind } from './case-kinds.ts';
import type { FlowEngine } from './flow-engine.ts';

/** Payload of 'case.changed': ids and codes only. */
export interface CaseChanged {
  readonly type: string;
  readonly id: string;
  readonly number: string;
  /** 'open', 'load', an action name or 'verb.<name>'. */
  readonly action: string;
  readonly stage: string | null;
  readonly status: string;
  /** A new work item waits for somebody. */
  readonly arrived: boolean;
}

/** Payload of 'flow.notice', read by notice/tell-people.ts only. `body` null: the opinion of the timeline entry with this version. */
export interface NoticeWanted {
  readonly type: string;
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly to:
    | { readonly subjects: readonly string[]; readonly followers: boolean }
    | { readonly permission: string; readonly area: string | null; readonly department: string | null };
  readonly kind: StepNotice['kind'];
  readonly title: string;
  readonly body: string | null;
}

export function changedEvent(kind: CaseKind, row: CaseFacts, action: string, arrived: boolean): CaseChanged {
  return {
    type: kind.id,
    id: row.id,
    number: row.number,
    action,
    stage: row.stage,
    status: row.status,
    arrived,
  };
}

export function emitChange(
  engine: FlowEngine,
  work: Work,
  principal: Principal,
  kind: CaseKind,
  row: CaseFacts,
  action: string,
  arrived: boolean,
): void {
  work.emit('case.changed', principal.id, changedEvent(kind, row, action, arrived));
  engine.access.audit(work, principal, {
    module: kind.system,
    event: action === 'open' ? 'create' : 'update',
    objectType: kind.id,
    objectId: row.id,
    result: 'success',
    detail: { action, stage: row.stage, status: row.status, version: row.version },
  });
}

function audienceOf(
  kind: CaseKind,
  notice: StepNotice,
  before: CaseState,
  row: CaseFacts,
  permission: string | undefined,
): NoticeWanted['to'] | undefined {
  const { item } = before;
  const area = row.caseArea;
  switch (notice.to) {
    case 'initiator':
      return { subjects: row.initiator === null ? [] : [row.initiator], followers: true };
    case 'asker':
      return { subjects: before.requests.map((request) => request.askedBy), followers: false };
    case 'decider':
      if (notice.permission === undefined) return undefined;
      return { permission: `${kind.system}:${notice.permission}`, area, department: null };
    case 'holder': {
      const person = item?.claimedBy ?? item?.person ?? null;
      if (person !== null) return { subjects: [person], followers: false };
      if (permission === undefined) return undefined;
      return item?.unit == null
        ? { permission, area, department: null }
        : { permission, area: null, department: item.unit };
    }
  }
}

/** Notices go out after the commit, from the event stream: finding the people must not hold the case's lock. */
export function emitNotices(
  work: Work,
  principal: Principal,
  kind: CaseKind,
  step: Pick<Step, 'notices'>,
  before: CaseState,
  row: CaseFacts,
  stagePermission: string | undefined,
): void {
  for (const notice of step.notices) {
    const to = audienceOf(kind, notice, before, row, stagePermission);
    if (to === undefined) continue;
    const written = notice.kind === 'urge' || notice.kind === 'supervise';
    const payload: NoticeWanted = {
      type: kind.id,
      id: row.id,
      number: row.number,
      version: row.version,
      to,
      kind: notice.kind,
      title: notice.title,
      body: written ? null : notice.body,
    };
    work.emit('flow.notice', principal.id, payload);
  }
}
