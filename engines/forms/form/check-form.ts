/** Looks a form over before it is published: unknown fields, circles, what is demanded and never shown, texts that do not read. Pure. */
import { CityError } from '../../../kernel/errors.ts';
import type { Fields } from '../../../kernel/register.ts';
import { type FormModel, type FormSection, type PlacedField, placedFields } from './form-model.ts';
import { namesIn, orderOf } from './form-order.ts';

export interface FormProblem {
  /** 'sections.<id>', 'fields.<name>', 'fields.<name>.compute'. */
  readonly path: string;
  readonly message: string;
  /** A warning does not stop publishing. */
  readonly level: 'error' | 'warning';
}

export interface CheckedAgainst {
  readonly fields: Fields;
  /** Of another register, for prefilling; undefined when there is none. */
  readonly fieldsOf: (register: string) => Fields | undefined;
  /** Throws CityError for a text that does not read. */
  readonly compile: (text: string, names: Readonly<Record<string, unknown>>) => void;
  readonly kind: 'register' | 'case';
}

const unwritable = new Set(['json']);
const texts = ['show', 'require', 'readOnly', 'compute', 'preset'] as const;
const textTitles = {
  show: '显示条件',
  require: '必填条件',
  readOnly: '只读条件',
  compute: '计算公式',
  preset: '初始值',
} as const;

/** Words of FEEL itself and its functions are no fields; only what looks like a field of the form and is none is named. */
function foreignNames(text: string, fields: Fields): readonly string[] {
  const known = new Set([...Object.keys(fields), 'me', ...feelWords]);
  const called = new Set(
    [...text.matchAll(/([\p{L}_][\p{L}\p{N}_ ]*)\s*\(/gu)].flatMap(([, name = '']) => name.split(' ')),
  );
  const bound = new Set(
    [...text.matchAll(/(?:for|some|every)\s+([\p{L}_][\p{L}\p{N}_]*)\s+in/gu)].map(([, name = '']) => name),
  );
  return [...namesIn(text)].filter((name) => !known.has(name) && !called.has(name) && !bound.has(name));
}

const feelWords =
  'true false null if then else and or not in between for return some every satisfies instance of function item days months years hours minutes seconds weekday day month year hour minute second'.split(
    ' ',
  );

function checkText(
  path: string,
  title: string,
  text: string | undefined,
  against: CheckedAgainst,
): readonly FormProblem[] {
  if (text === undefined) return [];
  const [foreign] = foreignNames(text, against.fields);
  if (foreign !== undefined)
    return [{ path, level: 'error', message: `${title}里的“${foreign}”不是本表单的字段` }];
  try {
    const names = Object.fromEntries(Object.keys(against.fields).map((name) => [name, null]));
    against.compile(text, { ...names, me: { id: '', name: '', department: '' } });
    return [];
  } catch (problem) {
    if (problem instanceof CityError)
      return [{ path, level: 'error', message: `${title}有误：${problem.message}` }];
    throw problem;
  }
}

function checkPrefill(field: PlacedField, against: CheckedAgainst): readonly FormProblem[] {
  const { prefill } = field;
  if (prefill === undefined) return [];
  const path = `fields.${field.name}.prefill`;
  const source = against.fieldsOf(prefill.register);
  if (source === undefined) return [{ path, level: 'error', message: '预填来源的台账不存在' }];
  const missing = [prefill.take, ...Object.keys(prefill.match)].find((name) => source[name] === undefined);
  if (missing !== undefined) return [{ path, level: 'error', message: `预填来源没有“${missing}”这个字段` }];
  return Object.values(prefill.match).flatMap((text) => checkText(path, '预填的查找条件', text, against));
}

function checkField(
  section: FormSection,
  field: PlacedField,
  against: CheckedAgainst,
): readonly FormProblem[] {
  const declared = against.fields[field.name];
  const path = `fields.${field.name}`;
  const error = (message: string): FormProblem => ({ path, level: 'error', message });
  if (declared === undefined) return [error(`没有“${field.name}”这个字段`)];
  const problems: FormProblem[] = [];
  const title = field.title ?? declared.title;
  if (declared.managed === true && field.compute === undefined && field.readOnly !== 'true')
    problems.push(error(`“${title}”由系统填写，只能设为计算或始终只读`));
  if (unwritable.has(declared.type) && field.readOnly !== 'true')
    problems.push(error(`“${title}”是结构化数据，不能在表单里填写`));
  if (field.width > section.columns) problems.push(error(`“${title}”比所在分组的栏数还宽`));
  if (field.compute !== undefined && (field.require ?? field.readOnly ?? field.preset ?? field.prefill))
    problems.push({ path, level: 'warning', message: `“${title}”是计算字段，其余条件不起作用` });
  const conditional = field.show ?? section.show;
  if (declared.required === true && declared.managed !== true && conditional !== undefined)
    problems.push(error(`“${title}”在台账里必填，却有显示条件：隐藏时无法保存`));
  if ((declared.required === true || field.require !== undefined) && conditional === 'false')
    problems.push(error(`“${title}”必填，却从不显示`));
  if (
    field.require !== undefined &&
    field.readOnly === 'true' &&
    field.prefill === undefined &&
    field.preset === undefined
  )
    problems.push(error(`“${title}”必填，却始终只读且没有来源`));
  problems.push(
    ...texts.flatMap((key) =>
      checkText(`${path}.${key}`, `“${title}”的${textTitles[key]}`, field[key], against),
    ),
    ...checkPrefill(field, against),
  );
  return problems;
}

function checkWhole(model: FormModel, against: CheckedAgainst): readonly FormProblem[] {
  const names = placedFields(model).map(({ field }) => field.name);
  const titleOf = (name: string) => against.fields[name]?.title ?? name;
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const ids = model.sections.map(({ id }) => id);
  const circle = orderOf(model).circle;
  const unplaced = Object.entries(against.fields).filter(
    ([name, field]) => field.required === true && field.managed !== true && !names.includes(name),
  );
  return [
    ...[...new Set(twice)].map(
      (name): FormProblem => ({
        path: `fields.${name}`,
        level: 'error',
        message: `“${titleOf(name)}”放了两次`,
      }),
    ),
    ...ids
      .filter((id, index) => ids.indexOf(id) !== index)
      .map((id): FormProblem => ({ path: `sections.${id}`, level: 'error', message: '两个分组的编号相同' })),
    ...(circle.length === 0
      ? []
      : [
          {
            path: `fields.${circle[0] ?? ''}`,
            level: 'error',
            message: `计算或显示条件互相依赖：${circle.map(titleOf).join(' → ')}`,
          } satisfies FormProblem,
        ]),
    // A case type may complete a field itself when it is opened; a register never does.
    ...unplaced.map(
      ([name, field]): FormProblem => ({
        path: `fields.${name}`,
        level: against.kind === 'register' ? 'error' : 'warning',
        message: `“${field.title}”必填，却不在表单上`,
      }),
    ),
  ];
}

export function checkForm(model: FormModel, against: CheckedAgainst): readonly FormProblem[] {
  return [
    ...checkWhole(model, against),
    ...model.sections.flatMap((section) => [
      ...(section.fields.length === 0
        ? [
            {
              path: `sections.${section.id}`,
              level: 'warning',
              message: `分组“${section.title}”没有字段`,
            } satisfies FormProblem,
          ]
        : []),
      ...checkText(`sections.${section.id}`, `分组“${section.title}”的显示条件`, section.show, against),
      ...section.fields.flatMap((field) => checkField(section, field, against)),
    ]),
  ];
}
