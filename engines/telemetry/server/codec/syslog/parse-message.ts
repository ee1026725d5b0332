/** Reads and writes the text of one syslog message (RFC 5424 §6, RFC 3164 §4). */
import type { Syslog3164, Syslog5424, SyslogElement, SyslogMessage } from './message.ts';

const highestPriority = 191;
const bom = '\ufeff';

/** '<PRI>' without leading zeros. */
const priorityForm = /^<(0|[1-9]\d{0,2})>/;

/** Version 1, then timestamp, host, app, process and message id: printable ASCII of bounded length. */
const headerForm = /^1 (\S{1,64}) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) /;

/** RFC 3339 as RFC 5424 narrows it: capital T and Z, at most six digits of a second, no leap second. */
const timestampForm =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** A name of structured data: printable ASCII but for '=', ']' and '"'. */
const nameForm = /[!#-<>-\\^-~]{1,32}/y;
const valueForm = /"((?:[^"\\\]]|\\[\s\S])*)"/y;

interface Cursor {
  readonly text: string;
  at: number;
}

function eat(cursor: Cursor, form: RegExp): RegExpExecArray | undefined {
  form.lastIndex = cursor.at;
  const found = form.exec(cursor.text);
  if (found === null) return undefined;
  cursor.at = form.lastIndex;
  return found;
}

function eatCharacter(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
}

/** Any other escape is kept as it is, backslash included (RFC 5424 §6.3.3). */
function unescapeValue(text: string): string {
  return text.replace(/\\(["\\\]])/g, '$1');
}

function readElement(cursor: Cursor): SyslogElement | undefined {
  const id = eat(cursor, nameForm)?.[0];
  if (id === undefined) return undefined;
  const parameters: [string, string][] = [];
  while (eatCharacter(cursor, ' ')) {
    const name = eat(cursor, nameForm)?.[0];
    if (name === undefined || !eatCharacter(cursor, '=')) return undefined;
    const value = eat(cursor, valueForm)?.[1];
    if (value === undefined) return undefined;
    parameters.push([name, unescapeValue(value)]);
  }
  return eatCharacter(cursor, ']') ? { id, parameters } : undefined;
}

function readData(cursor: Cursor): readonly SyslogElement[] | undefined {
  if (eatCharacter(cursor, '-')) return [];
  const elements: SyslogElement[] = [];
  while (eatCharacter(cursor, '[')) {
    const element = readElement(cursor);
    if (element === undefined || elements.some(({ id }) => id === element.id)) return undefined;
    elements.push(element);
  }
  return elements.length === 0 ? undefined : elements;
}

function given<Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [N in Name]?: string } {
  return value === undefined || value === '-' ? {} : ({ [name]: value } as { readonly [N in Name]?: string });
}

interface Priority {
  readonly facility: number;
  readonly severity: number;
}

function parse5424(text: string, priority: Priority): Syslog5424 | undefined {
  const header = headerForm.exec(text);
  if (header === null) return undefined;
  const [whole, timestamp = '', host, app, process, messageId] = header;
  if (timestamp !== '-' && !timestampForm.test(timestamp)) return undefined;
  const cursor = { text, at: whole.length };
  const data = readData(cursor);
  if (data === undefined) return undefined;
  const rest = text.slice(cursor.at);
  if (rest !== '' && !rest.startsWith(' ')) return undefined;
  const words = rest.slice(1);
  return {
    form: 'rfc5424',
    ...priority,
    ...given('timestamp', timestamp),
    ...given('host', host),
    ...given('app', app),
    ...given('process', process),
    ...given('messageId', messageId),
    data,
    ...(words === '' ? {} : { text: words.startsWith(bom) ? words.slice(1) : words }),
  };
}

const headerForm3164 =
  /^((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?: [1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d) ([!-~]{1,255}) /;
const tagForm = /^([A-Za-z0-9_./-]{1,32})(?:\[([^\]\s]{1,32})\])?: ?/;

/** Whatever has a priority is a message of RFC 3164 (§4.3.3): header and tag are read where they are. */
function parse3164(text: string, priority: Priority): Syslog3164 {
  const header = headerForm3164.exec(text);
  const behind = header === null ? text : text.slice(header[0].length);
  const tag = tagForm.exec(behind);
  return {
    form: 'rfc3164',
    ...priority,
    ...given('timestamp', header?.[1]),
    ...given('host', header?.[2]),
    ...given('tag', tag?.[1]),
    ...given('process', tag?.[2]),
    text: tag === null ? behind : behind.slice(tag[0].length),
  };
}

/** Undefined without a priority, or when version 1 is announced and its form is broken. */
export function parseSyslog(text: string): SyslogMessage | undefined {
  const found = priorityForm.exec(text);
  const value = Number(found?.[1]);
  if (found === null || value > highestPriority) return undefined;
  const priority = { facility: value >> 3, severity: value & 7 };
  const rest = text.slice(found[0].length);
  return rest.startsWith('1 ') ? parse5424(rest, priority) : parse3164(rest, priority);
}

function write5424(message: Syslog5424): string {
  const fields = [message.timestamp, message.host, message.app, message.process, message.messageId];
  const data = message.data.map(({ id, parameters }) => {
    const pairs = parameters.map(([name, value]) => ` ${name}="${value.replace(/["\\\]]/g, '\\$&')}"`);
    return `[${id}${pairs.join('')}]`;
  });
  const words = message.text ?? '';
  // Text beyond ASCII is announced as UTF-8.
  const marked = /[^\0-\x7f]/.test(words) ? bom + words : words;
  const head = `1 ${fields.map((field) => field ?? '-').join(' ')} ${data.join('') || '-'}`;
  return words === '' ? head : `${head} ${marked}`;
}

function write3164({ timestamp, host, tag, process, text }: Syslog3164): string {
  const head = timestamp === undefined ? '' : `${timestamp} ${host ?? ''} `;
  const name = tag === undefined ? '' : `${tag}${process === undefined ? '' : `[${process}]`}: `;
  return `${head}${name}${text}`;
}

/** Throws RangeError for a message that would be read as another one. */
export function writeSyslog(message: SyslogMessage): string {
  const text = `<${message.facility * 8 + message.severity}>${message.form === 'rfc5424' ? write5424(message) : write3164(message)}`;
  if (JSON.stringify(parseSyslog(text)) !== JSON.stringify(message))
    throw new RangeError('a field does not have the form that syslog gives it');
  return text;
}
