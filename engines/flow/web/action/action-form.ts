/** Builds the form of an action or verb from what the server says it needs, and the act from what the person filled in. Pure. */
import type { Field } from '../../../../kernel/register.ts';
import type { TimeLimit } from '../../../../kernel/working-time.ts';

/** What the server asks for; from 'stage' on they belong to verbs, from 'people' on to cases of graphs. */
export type AskedFor =
  | 'opinion'
  | 'unit'
  | 'person'
  | 'files'
  | 'fields'
  | 'stage'
  | 'unit-or-person'
  | 'limit'
  | 'case'
  | 'verdict'
  | 'parts'
  | 'people'
  | 'position'
  | 'mode'
  | 'signer'
  | 'signature';

/** An action or verb that the server says this person may do now. */
export interface Offer {
  /** Action name, or 'verb.<name>'. */
  readonly action: string;
  readonly title: string;
  readonly needs: readonly AskedFor[];
  readonly sets: readonly string[];
  readonly requires: readonly string[];
  readonly negative: boolean;
  /** Which of the person's items, where the case has several. */
  readonly item?: string | undefined;
}

export type Presence = 'required' | 'optional' | 'absent';

export interface FormField {
  readonly name: string;
  readonly field: Field;
  readonly required: boolean;
}

export interface ActionForm {
  readonly opinion: Presence;
  readonly unit: Presence;
  readonly person: Presence;
  /** A unit or a person, at least one. */
  readonly eitherUnitOrPerson: boolean;
  readonly files: Presence;
  readonly stage: boolean;
  readonly limit: boolean;
  readonly otherCase: boolean;
  readonly parts: boolean;
  readonly people: boolean;
  readonly position: boolean;
  readonly mode: boolean;
  readonly signer: boolean;
  readonly signature: boolean;
  readonly fields: readonly FormField[];
  /** Nothing has to be filled in, though an opinion may be. */
  readonly bare: boolean;
}

/** What the drawer holds while it is open. */
export interface ActionValues {
  readonly opinion?: string | undefined;
  readonly unit?: string | null | undefined;
  readonly person?: string | null | undefined;
  readonly files?: readonly string[] | undefined;
  readonly stage?: string | undefined;
  readonly limit?: TimeLimit | undefined;
  readonly caseId?: string | null | undefined;
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  readonly parts?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** Ids of people, and units as `unitKey` writes them. */
  readonly people?: readonly string[] | undefined;
  readonly position?: 'before' | 'after' | 'parallel' | undefined;
  readonly mode?: 'through' | 'straight' | undefined;
  /** Item of the signer who is taken off. */
  readonly signer?: string | undefined;
  readonly signature?: string | undefined;
}

export type Chosen =
  | { readonly unit: null; readonly person: string }
  | { readonly unit: string; readonly person: null };

const unitMark = 'unit:';

/** A unit in a list of chosen people. */
export function unitKey(id: string): string {
  return unitMark + id;
}

function chosenOf(key: string): Chosen {
  return key.startsWith(unitMark)
    ? { unit: key.slice(unitMark.length), person: null }
    : { unit: null, person: key };
}

export interface ActTarget {
  readonly stage?: string;
  readonly caseId?: string;
  readonly requestId?: string;
  readonly granted?: boolean;
  readonly limit?: TimeLimit;
  readonly parts?: readonly Readonly<Record<string, unknown>>[];
  readonly people?: readonly Chosen[];
  readonly position?: 'before' | 'after' | 'parallel';
  readonly mode?: 'through' | 'straight';
  readonly item?: string;
}

/** The part of an act that the form gives; id and version stand beside it. */
export interface FilledAct {
  readonly action: string;
  readonly opinion?: string;
  readonly unit?: string;
  readonly person?: string;
  readonly files?: readonly string[];
  readonly values?: Readonly<Record<string, unknown>>;
  readonly target?: ActTarget;
  readonly item?: string;
  readonly signature?: string;
}

const known: ReadonlySet<string> = new Set([
  'opinion',
  'unit',
  'person',
  'files',
  'fields',
  'stage',
  'unit-or-person',
  'limit',
  'case',
  'verdict',
  'parts',
  'people',
  'position',
  'mode',
  'signer',
  'signature',
] satisfies AskedFor[]);

/** The server's offer with the needs that this page knows; an unknown one (of a newer server) is left to the server's refusal. */
export function toOffer(offer: Omit<Offer, 'needs'> & { readonly needs: readonly string[] }): Offer {
  return { ...offer, needs: offer.needs.filter((need): need is AskedFor => known.has(need)) };
}

/** Verbs after which nothing is decided by a person's words. */
const wordless = new Set(['verb.claim', 'verb.resume']);

export function buildActionForm(offer: Offer, fields: Readonly<Record<string, Field>>): ActionForm {
  const needs = new Set(offer.needs);
  const must = (need: AskedFor): Presence => (needs.has(need) ? 'required' : 'absent');
  const required = new Set(offer.requires);
  const either = needs.has('unit-or-person');
  const shown = offer.sets.flatMap((name): FormField[] => {
    const field = fields[name];
    return field ? [{ name, field, required: required.has(name) }] : [];
  });
  const opinion = opinionOf(offer, needs);
  const papers: Presence = opinion === 'absent' ? 'absent' : 'optional';
  return {
    opinion,
    unit: either ? 'optional' : must('unit'),
    person: either ? 'optional' : must('person'),
    eitherUnitOrPerson: either,
    files: needs.has('files') ? 'required' : papers,
    stage: needs.has('stage'),
    limit: needs.has('limit'),
    otherCase: needs.has('case'),
    parts: needs.has('parts'),
    people: needs.has('people'),
    position: needs.has('position'),
    mode: needs.has('mode'),
    signer: needs.has('signer'),
    signature: needs.has('signature'),
    fields: shown,
    bare: offer.needs.every((need) => need === 'fields') && required.size === 0,
  };
}

function opinionOf(offer: Offer, needs: ReadonlySet<AskedFor>): Presence {
  if (needs.has('opinion')) return 'required';
  return wordless.has(offer.action) ? 'absent' : 'optional';
}

/** Path of the broken input → what to say there; empty when the act may be sent. The server checks again. */
export function findMissing(form: ActionForm, values: ActionValues): Readonly<Record<string, string>> {
  const missing: Record<string, string> = {};
  if (form.opinion === 'required' && (values.opinion ?? '').trim() === '') missing['opinion'] = '请填写意见';
  if (form.unit === 'required' && !values.unit) missing['unit'] = '请选择承办单位';
  if (form.person === 'required' && !values.person) missing['person'] = '请选择办理人';
  if (form.eitherUnitOrPerson && !values.unit && !values.person) missing['unit'] = '请选择单位或人员';
  if (form.files === 'required' && (values.files ?? []).length === 0) missing['files'] = '请上传附件';
  if (form.stage && !values.stage) missing['stage'] = '请选择退回到哪个环节';
  if (form.limit && !((values.limit?.amount ?? 0) > 0)) missing['limit'] = '请填写申请的时间';
  if (form.otherCase && !values.caseId) missing['caseId'] = '请选择并入的案件';
  if (form.parts && (values.parts ?? []).length < 2) missing['parts'] = '请至少拆成两件';
  if (form.people && (values.people ?? []).length === 0) missing['target.people'] = '请选择人员';
  if (form.signer && !values.signer) missing['target.item'] = '请选择要减去的人';
  if (form.signature && !values.signature) missing['signature'] = '请手写签名';
  for (const { name, field, required } of form.fields) {
    if (required && isBlank(values.values?.[name])) missing[`values.${name}`] = `请填写${field.title}`;
  }
  return missing;
}

/** Only what the form shows is sent: a value left over from another action never is. `before` are the row's present values. */
export function buildAct(
  offer: Offer,
  form: ActionForm,
  values: ActionValues,
  before: Readonly<Record<string, unknown>> = {},
): FilledAct {
  const opinion = form.opinion === 'absent' ? '' : (values.opinion ?? '').trim();
  const given = Object.fromEntries(
    form.fields.flatMap(({ name }) => {
      const value = values.values?.[name];
      return value === undefined || sameValue(value, before[name]) ? [] : [[name, value]];
    }),
  );
  const target = buildTarget(form, values);
  return {
    action: offer.action,
    ...(opinion === '' ? {} : { opinion }),
    ...(form.unit !== 'absent' && values.unit ? { unit: values.unit } : {}),
    ...(form.person !== 'absent' && values.person ? { person: values.person } : {}),
    ...(form.files !== 'absent' && values.files?.length ? { files: values.files } : {}),
    ...(Object.keys(given).length > 0 ? { values: given } : {}),
    ...(Object.keys(target).length > 0 ? { target } : {}),
    ...(offer.item === undefined ? {} : { item: offer.item }),
    ...(form.signature && values.signature ? { signature: values.signature } : {}),
  };
}

function buildTarget(form: ActionForm, values: ActionValues): ActTarget {
  return {
    ...(form.stage && values.stage ? { stage: values.stage } : {}),
    ...(form.otherCase && values.caseId ? { caseId: values.caseId } : {}),
    ...(form.limit && values.limit ? { limit: values.limit } : {}),
    ...(form.parts && values.parts ? { parts: values.parts } : {}),
    ...(form.people && values.people ? { people: values.people.map(chosenOf) } : {}),
    ...(form.position ? { position: values.position ?? 'parallel' } : {}),
    ...(form.mode ? { mode: values.mode ?? 'through' } : {}),
    ...(form.signer && values.signer ? { item: values.signer } : {}),
  };
}

function isBlank(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** By content; an empty input equals an absent value. */
function sameValue(left: unknown, right: unknown): boolean {
  if (isBlank(left) && isBlank(right)) return true;
  return JSON.stringify(left) === JSON.stringify(right);
}
