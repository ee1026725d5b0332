/** Case types: a case is a register row that lives by a process; engines/flow runs it, engines/registers stores, lists and guards it. */
import type { Field, Fields, Register, RegisterSpec } from './register.ts';
import { area, code, department, integer, moment, boolean as truth, subject, text } from './register.ts';

/** What the person must give with an action. */
export type Need = 'opinion' | 'unit' | 'person' | 'files' | 'fields';

/** What an action does to the case. */
export interface Action<Stage extends string = string, Outcome extends string = string> {
  readonly title: string;
  /** The next stage, or the outcome that ends the case. */
  readonly to: { readonly stage: Stage } | { readonly end: Outcome };
  readonly needs?: readonly Need[];
  /** Form fields that the action may set (others are refused). */
  readonly sets?: readonly string[];
  /** Fields of `sets` that must be given. */
  readonly requires?: readonly string[];
  /** Looks like a refusal in the page (red, asks twice). */
  readonly negative?: boolean;
  /** Not offered to people: a rule or a system calls it. */
  readonly automatic?: boolean;
}

/** Who gets the work item of a stage. */
export type Candidate =
  /** Whoever holds the stage's permission over the case's area. */
  | { readonly kind: 'area' }
  /** The unit given by the action that led here (or by the system's `assign`), within it whoever holds the stage's permission. */
  | { readonly kind: 'unit' }
  /** The one who opened the case. */
  | { readonly kind: 'initiator' };

/** Verbs that every stage may offer without being declared as actions. */
export type Verb =
  | 'claim'
  | 'return'
  | 'reassign'
  | 'dispute'
  | 'delay'
  | 'suspend'
  | 'terminate'
  | 'merge'
  | 'split';

export interface Stage<
  Allow extends string = string,
  StageName extends string = string,
  Outcome extends string = string,
> {
  readonly title: string;
  /** Permission to act on its work item. */
  readonly allow: Allow;
  readonly candidate: Candidate;
  readonly actions: Readonly<Record<string, Action<StageName, Outcome>>>;
  readonly verbs?: readonly Verb[];
  /** Stages that 'return' may go back to; default: every stage the case has been in before. */
  readonly returnTo?: readonly StageName[];
}

/** 补正: back with who opened the case, who puts right what was found wanting (`sets`) and hands it in again. */
export function correction<const Allow extends string, const StageName extends string>(
  allow: Allow,
  to: StageName,
  sets: readonly string[],
  title = '补正',
): Stage<Allow, StageName, never> {
  return {
    title,
    allow,
    candidate: { kind: 'initiator' },
    actions: { submit: { title: '重新提交', to: { stage: to }, needs: ['fields'], sets } },
  };
}

/** A request that the holder makes and somebody else decides. */
export interface RequestRule<Allow extends string = string, StageName extends string = string> {
  readonly title: string;
  /** Permission to decide it. */
  readonly decide: Allow;
  /** Where a granted dispute sends the case. */
  readonly grantedTo?: StageName;
}

export interface CaseProcess<
  Allow extends string = string,
  StageName extends string = string,
  Outcome extends string = string,
> {
  /** Version of this definition; running cases keep the one they started with. */
  readonly version: number;
  /** Names come from these keys and those of `outcomes` alone, so that a wrong target is an error where it stands. */
  readonly stages: Readonly<Record<StageName, Stage<Allow, NoInfer<StageName>, NoInfer<Outcome>>>>;
  /** Stages in which a case may be opened. */
  readonly start: readonly NoInfer<StageName>[];
  readonly outcomes: Readonly<
    Record<Outcome, { readonly title: string; readonly reopen?: NoInfer<StageName> }>
  >;
  readonly requests?: {
    readonly dispute?: RequestRule<Allow, NoInfer<StageName>>;
    readonly delay?: RequestRule<Allow, NoInfer<StageName>>;
    readonly suspend?: RequestRule<Allow, NoInfer<StageName>>;
  };
  /** Permissions of the verbs that are not tied to holding the work item. */
  readonly allow: {
    readonly open: Allow;
    readonly urge?: Allow;
    readonly supervise?: Allow;
    readonly terminate?: Allow;
    readonly merge?: Allow;
    readonly reopen?: Allow;
  };
  /** Stages in which the initiator may still withdraw; default: every stage. */
  readonly withdraw?: readonly NoInfer<StageName>[];
  /** Number form: prefix + date + serial, e.g. CG20261123-00042. Unique; gaps are allowed here (official documents have their own). */
  readonly number: { readonly prefix: string; readonly digits: number };
  /**
   * Moments written when an action first happens, as field `<mark>At`, and whether that work item was late, as `<mark>Late`:
   * { filed: 'accept.file' }.
   */
  readonly marks?: Readonly<Record<string, string>>;
  /**
   * Counters that rise each time an action or verb happens, as field `<count>Count`: { rework: 'check.fail', return: 'verb.return' }.
   * 'verb.dispute' counts the asking, 'grant.dispute' and 'refuse.dispute' the answers.
   */
  readonly counts?: Readonly<Record<string, string>>;
}

/** Fields that the flow engine keeps on every case row. */
export const caseFields = {
  number: text({
    title: '编号',
    required: true,
    unique: true,
    search: true,
    list: true,
    managed: true,
    class: 'public',
  }),
  stage: code({ title: '环节', filter: true, list: true, managed: true, class: 'public' }),
  status: code({
    title: '状态',
    required: true,
    filter: true,
    codeList: 'case-status',
    managed: true,
    class: 'public',
  }),
  outcome: code({ title: '结果', managed: true, class: 'public' }),
  caseArea: area({ title: '所属区划', filter: true, list: true, class: 'public' }),
  unit: department({ title: '当前承办单位', filter: true, list: true, managed: true, class: 'public' }),
  leadUnit: department({ title: '主办单位', filter: true, managed: true, class: 'public' }),
  initiator: subject({ title: '发起人', managed: true }),
  openedAt: moment({
    title: '上报时间',
    required: true,
    filter: true,
    list: true,
    managed: true,
    class: 'public',
  }),
  dueAt: moment({ title: '办结时限', filter: true, list: true, managed: true, class: 'public' }),
  stageDueAt: moment({ title: '环节时限', managed: true, class: 'public' }),
  closedAt: moment({ title: '办结时间', filter: true, managed: true, class: 'public' }),
  closedLate: truth({ title: '超期办结', managed: true, class: 'public' }),
  suspendedAt: moment({ title: '挂起时间', managed: true, class: 'public' }),
  processVersion: integer({ title: '流程版本', required: true, managed: true, class: 'public' }),
  urged: integer({ title: '催办次数', managed: true, class: 'public' }),
  supervised: truth({ title: '督办', filter: true, managed: true, class: 'public' }),
  mergedInto: text({ title: '并入案件', managed: true }),
  splitFrom: text({ title: '拆自案件', managed: true }),
} as const satisfies Fields;

export type CaseFields = typeof caseFields;

export interface CaseSpec<
  F extends Fields,
  Allow extends string,
  StageName extends string,
  Outcome extends string,
> extends Omit<RegisterSpec<F & CaseFields, Allow>, 'fields' | 'scope' | 'titleField'> {
  readonly fields: F;
  readonly titleField: keyof F & string;
  /** Fields whose units may read the case besides those that have worked on it: the organ that applied, or a json list of joint units. */
  readonly departments?: readonly (keyof F & string)[];
  /** Fields of people who may read the case besides its initiator: whoever must answer it. */
  readonly subjects?: readonly (keyof F & string)[];
  readonly process: CaseProcess<Allow, StageName, Outcome>;
}

export interface CaseType<
  F extends Fields = Fields,
  Allow extends string = string,
  StageName extends string = string,
  Outcome extends string = string,
> extends Register<F & CaseFields, Allow> {
  readonly kind: 'case';
  readonly process: CaseProcess<Allow, StageName, Outcome>;
}

/** Declares a case type: its form fields plus the managed process fields, marks and counters. Scopes look at caseArea, unit/leadUnit (and `departments`), initiator (and `subjects`). */
export function defineCase<
  const F extends Fields,
  const Allow extends string,
  const StageName extends string,
  const Outcome extends string,
>(spec: CaseSpec<F, Allow, StageName, Outcome>): CaseType<F, Allow, StageName, Outcome> {
  const extra: Record<string, Field> = {};
  for (const [mark, source] of Object.entries(spec.process.marks ?? {})) {
    extra[`${mark}At`] = moment({
      title: `${markTitle(spec.process, source)}时间`,
      managed: true,
      class: 'public',
    });
    extra[`${mark}Late`] = truth({
      title: `${markTitle(spec.process, source)}超时`,
      managed: true,
      class: 'public',
    });
  }
  for (const [count, source] of Object.entries(spec.process.counts ?? {})) {
    extra[`${count}Count`] = integer({
      title: `${markTitle(spec.process, source)}次数`,
      managed: true,
      class: 'public',
    });
  }
  const { departments = [], subjects = [], ...declared } = spec;
  return {
    ...declared,
    kind: 'case',
    fields: { ...spec.fields, ...caseFields, ...extra },
    scope: {
      area: 'caseArea',
      departments: ['unit', 'leadUnit', ...departments],
      subjects: ['initiator', ...subjects],
    },
  } as unknown as CaseType<F, Allow, StageName, Outcome>;
}

const verbTitles: Readonly<Record<string, string>> = {
  return: '退回',
  reassign: '转办',
  dispute: '申诉',
  delay: '延期',
  suspend: '挂起',
  resume: '恢复',
};

function markTitle(process: CaseProcess, source: string): string {
  const [stage = '', action = ''] = source.split('.');
  if (stage === 'verb') return verbTitles[action] ?? action;
  if (stage === 'grant') return `获准${verbTitles[action] ?? action}`;
  if (stage === 'refuse') return `未获准${verbTitles[action] ?? action}`;
  return process.stages[stage]?.actions[action]?.title ?? action;
}
