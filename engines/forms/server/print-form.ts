/** A filled form on paper, laid out as on the screen, with what this reader may see and no more. */
import type { Principal } from '../../../kernel/access.ts';
import type { Field, Register } from '../../../kernel/register.ts';
import { shanghaiDate, shanghaiTime } from '../../../kernel/working-time.ts';
import type { Block, PaperDocument } from '../../documents/service.ts';
import type { Seen } from '../../registers/service.ts';
import { concludeForm } from '../form/conclude-form.ts';
import { defaultForm } from '../form/default-form.ts';
import type { FormModel, FormSection, PlacedField } from '../form/form-model.ts';
import { type FormValues, isBlank } from '../form/form-scope.ts';
import { personOf } from './admit-values.ts';
import type { FormEngine } from './create-forms.ts';
import type { ReadCase } from './form-deps.ts';

type Labels = Readonly<Record<string, Readonly<Record<string, string>>>>;

function momentText(value: unknown): string {
  const at = new Date(String(value));
  return `${shanghaiDate(at)} ${shanghaiTime(at).slice(0, 5)}`;
}

function listText(names: Readonly<Record<string, string>>, value: unknown): string {
  const values = Array.isArray(value) ? value : [value];
  return values.map((one) => names[String(one)] ?? String(one)).join('、');
}

/** As people read it; files by their number, since their names are not on the row. */
function valueText(field: Field, value: unknown, names: Readonly<Record<string, string>>): string {
  if (isBlank(value)) return '—';
  switch (field.type) {
    case 'boolean':
      return value === true ? '是' : '否';
    case 'moment':
      return momentText(value);
    case 'integer':
    case 'decimal':
      return `${String(value)}${field.unit === undefined ? '' : ` ${field.unit}`}`;
    case 'files':
      return `共 ${Array.isArray(value) ? value.length : 0} 件`;
    case 'point': {
      const at = value as { readonly lon?: number; readonly lat?: number };
      return `${at.lon ?? ''}, ${at.lat ?? ''}`;
    }
    case 'code':
    case 'codes':
    case 'area':
    case 'department':
    case 'subject':
    case 'ref':
      return listText(names, value);
    case 'json':
      return '—';
    case 'text':
    case 'long-text':
    case 'date':
      return String(value);
  }
}

const longTypes = new Set(['long-text']);

interface Paper {
  readonly model: FormModel;
  readonly fields: Readonly<Record<string, Field>>;
  readonly row: FormValues & { readonly masked?: readonly string[] };
  readonly labels: Labels;
}

function textOf({ fields, row, labels }: Paper, { name }: PlacedField): string {
  const field = fields[name];
  if (field === undefined) return '—';
  // A mask is a text already, whatever the field's type.
  if (row.masked?.includes(name) === true) return String(row[name] ?? '***');
  return valueText(field, row[name], labels[name] ?? {});
}

function sectionBlocks(paper: Paper, section: FormSection, shown: readonly PlacedField[]): readonly Block[] {
  const titleOf = (field: PlacedField) => field.title ?? paper.fields[field.name]?.title ?? field.name;
  const isLong = ({ name }: PlacedField) => longTypes.has(paper.fields[name]?.type ?? '');
  const pairs = shown
    .filter((field) => !isLong(field))
    .map((field) => [titleOf(field), textOf(paper, field)] as const);
  return [
    { heading: section.title },
    ...(pairs.length === 0
      ? []
      : [{ fields: pairs, columns: section.columns === 1 ? (1 as const) : (2 as const) }]),
    ...shown
      .filter(isLong)
      .map((field) => ({ fields: [[titleOf(field), textOf(paper, field)] as const], columns: 1 as const })),
  ];
}

function endingBlocks({ print }: FormModel): readonly Block[] {
  if (print === undefined) return [];
  return [
    ...(print.signatures.length === 0
      ? []
      : [
          {
            table: {
              head: [...print.signatures],
              rows: [print.signatures.map(() => '\n\n　　　　年　　月　　日')],
              widths: print.signatures.map(() => '*' as const),
            },
          },
        ]),
    ...(print.note === undefined ? [] : [{ text: print.note, note: true }]),
  ];
}

/** Throws city.missing for a row that this reader may not see. */
export async function printForm(
  engine: FormEngine,
  readCase: ReadCase,
  principal: Principal,
  register: string,
  id: string,
): Promise<{ readonly fileName: string; readonly paper: PaperDocument }> {
  const { registers, access, store } = engine.deps;
  const info = registers.get(register);
  const { declaration } = info;
  const isCase = declaration.kind === 'case';
  const row = (
    isCase ? await readCase(principal, register, id) : await registers.rows(register).get(principal, id)
  ) as Seen<Register> & FormValues;
  const began = isCase
    ? await engine.versions.ofRow(store.db, register, id)
    : await engine.versions.current(register);
  const model = began?.model ?? defaultForm(declaration.title, declaration.fields);
  const setting = engine.settingOf(register, model, personOf(principal));
  // What is shown is asked of the values that this reader sees: a masked value shows or hides nothing by its content.
  const { states } = concludeForm(setting, row);
  const paper: Paper = {
    model,
    fields: declaration.fields,
    row: row as FormValues,
    labels: await registers.labels(principal, register, [row]),
  };
  const blocks = model.sections.flatMap((section) => {
    // A field that is not in his row is kept from him: neither its value nor its title.
    const shown = section.fields.filter(({ name }) => states.get(name)?.shown === true && name in row);
    return shown.length === 0 ? [] : sectionBlocks(paper, section, shown);
  });
  const number = typeof row['number'] === 'string' ? row['number'] : undefined;
  return {
    fileName: `${declaration.title}${number === undefined ? '' : ` ${number}`}.pdf`,
    paper: {
      title: model.title,
      ...(number === undefined ? {} : { subtitle: `编号 ${number}` }),
      footer: `${declaration.title} · ${momentText(store.clock.now())} 由 ${principal.name} 打印`,
      ...(access.demo ? { watermark: '演示数据' } : {}),
      blocks: [...blocks, ...endingBlocks(model)],
    },
  };
}
