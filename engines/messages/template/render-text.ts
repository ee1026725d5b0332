/** Fills the slots of a message's texts, and judges texts and values by what the template declares. */
import type { MessageParameter, MessageTemplate, MessageTexts } from '../../../kernel/message.ts';
import { shanghaiDate, shanghaiTime } from '../../../kernel/working-time.ts';

export type MessageValues = Readonly<Record<string, string | number>>;
type Parameters = MessageTemplate['parameters'];

const slot = /\{([^{}]*)\}/g;
const defaultLongest = 200;

export function isPersonal(parameter: MessageParameter): boolean {
  return parameter.class === 'personal' || parameter.class === 'sensitive';
}

function shown(parameter: MessageParameter | undefined, value: string | number): string {
  if (parameter?.kind !== 'moment') return String(value);
  const moment = new Date(value);
  return `${shanghaiDate(moment)} ${shanghaiTime(moment).slice(0, 5)}`;
}

export function renderText(text: string, parameters: Parameters, values: MessageValues): string {
  return text.replace(slot, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : shown(parameters[name], value);
  });
}

/** Every parameter given, none more, each of its kind; a sentence for each that is not. */
export function problemsOfValues(parameters: Parameters, values: MessageValues): readonly string[] {
  const unknown = Object.keys(values).filter((name) => parameters[name] === undefined);
  return [
    ...unknown.map((name) => `没有参数“${name}”`),
    ...Object.entries(parameters).flatMap(([name, parameter]) => {
      const value = values[name];
      if (value === undefined || value === '') return [`缺少参数“${parameter.title}”`];
      return fits(parameter, value) ? [] : [`参数“${parameter.title}”不符合要求`];
    }),
  ];
}

/** What code fills in may be longer than a message has room for, or empty: it is cut or dashed, never a reason not to tell. */
export function fitValues(parameters: Parameters, values: MessageValues): MessageValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const parameter = parameters[name];
      if (typeof value !== 'string' || parameter?.kind !== 'text') return [name, value];
      const most = parameter.longest ?? defaultLongest;
      if (value.trim() === '') return [name, '—'];
      return [name, value.length > most ? `${value.slice(0, most - 1)}…` : value];
    }),
  );
}

function fits(parameter: MessageParameter, value: string | number): boolean {
  if (parameter.kind === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (typeof value !== 'string' || value.length > (parameter.longest ?? defaultLongest)) return false;
  if (parameter.kind === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (parameter.kind === 'moment') return !Number.isNaN(Date.parse(value));
  return true;
}

interface Part {
  readonly title: string;
  readonly text: string;
  readonly inside: boolean;
  readonly longest: number;
}

function partsOf(texts: MessageTexts, longest: { readonly sms: number }): readonly Part[] {
  const outside = (title: string, text: string | undefined, most: number): readonly Part[] =>
    text === undefined ? [] : [{ title, text, inside: false, longest: most }];
  return [
    { title: '站内标题', text: texts.app.title, inside: true, longest: 200 },
    { title: '站内正文', text: texts.app.body, inside: true, longest: 2000 },
    ...outside('短信', texts.sms, longest.sms),
    ...outside('语音', texts.voice, longest.sms),
    ...outside('邮件标题', texts.email?.subject, 200),
    ...outside('邮件正文', texts.email?.body, 5000),
  ];
}

/** What is wrong with texts that somebody wants to publish; empty when nothing is. */
export function problemsOfTexts(
  parameters: Parameters,
  texts: MessageTexts,
  longest: { readonly sms: number },
): readonly string[] {
  return partsOf(texts, longest).flatMap(({ title, text, inside, longest: most }) => {
    const names = [...text.matchAll(slot)].map((found) => found[1] ?? '');
    return [
      ...(text.trim() === '' ? [`${title}不能为空`] : []),
      ...(text.length > most ? [`${title}超过${most}字`] : []),
      ...names
        .filter((name) => !Object.hasOwn(parameters, name))
        .map((name) => `${title}用了没有声明的参数“${name}”`),
      ...(inside
        ? []
        : names
            .filter((name) => parameters[name]?.class === 'sensitive')
            .map((name) => `${title}不得使用敏感参数“${parameters[name]?.title ?? name}”`)),
    ];
  });
}
