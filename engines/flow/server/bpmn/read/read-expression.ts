/** Expressions, times and cycles as BPMN files write them, turned into FEEL and time limits. */
import type { Expression, Trigger } from '../../../../../kernel/process.ts';
import type { LimitUnit, TimeLimit } from '../../../../../kernel/working-time.ts';
import { limitUnitTitles } from '../../../process/words.ts';
import { type BpmnElement, childOf, extensionOf, numberOf, textOf } from '../elements.ts';
import type { Reading } from './reading.ts';

const units = Object.keys(limitUnitTitles);

/** `city:limit` of an element. */
export function readLimit(element: BpmnElement): TimeLimit | undefined {
  const limit = extensionOf(element, 'city:Limit');
  const amount = limit && numberOf(limit, 'amount');
  const unit = limit && textOf(limit, 'unit');
  if (amount === undefined || amount < 0 || unit === undefined || !units.includes(unit)) return undefined;
  return { amount, unit: unit as LimitUnit };
}

const foreignExpression = /[$#]\{|<%|^\s*(?:javascript|groovy):/i;
const feelLanguage = /feel|dmn/i;

/** Body of an expression element in FEEL; a foreign language is reported and gives nothing. */
export function readExpression(
  holder: BpmnElement,
  name: string,
  reading: Reading,
  about: BpmnElement = holder,
): Expression | undefined {
  const expression = childOf(holder, name);
  const body = expression && textOf(expression, 'body');
  if (expression === undefined || body === undefined) return undefined;
  const language = textOf(expression, 'language');
  if ((language !== undefined && !feelLanguage.test(language)) || foreignExpression.test(body)) {
    reading.report(
      'bpmn.expression',
      'error',
      about,
      `表达式“${shorten(body)}”不是 FEEL，系统不执行其他语言的表达式`,
    );
    return undefined;
  }
  // Other FEEL engines mark an expression by a leading '='.
  return body.replace(/^=\s*/, '');
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

const duration = /^P(?:(\d+)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** ISO 8601 duration without years and months, whose length depends on where they start; runs day and night. */
export function readDuration(text: string): TimeLimit | undefined {
  const found = duration.exec(text.trim());
  if (found === null) return undefined;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  const inHours =
    ((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0) + (minutes ?? 0) / 60 + (seconds ?? 0) / 3600;
  if (inHours === 0) return undefined;
  if (inHours % 24 === 0) return { amount: inHours / 24, unit: 'natural-day' };
  return { amount: inHours, unit: 'urgent-hour' };
}

type Timer = Extract<Trigger, { kind: 'timer' }>;

/** Durations and cycles are read by their form, whatever language the file says they are in. */
function literalOf(definition: BpmnElement, name: string): string | undefined {
  const expression = childOf(definition, name);
  return expression && textOf(expression, 'body');
}

/** A timer event definition; what cannot be run is reported against `event` and gives nothing. */
export function readTimer(definition: BpmnElement, event: BpmnElement, reading: Reading): Timer | undefined {
  const cycle = literalOf(definition, 'timeCycle');
  const repeated = cycle === undefined ? undefined : /^R(\d+)\/(.+)$/.exec(cycle);
  const times = repeated?.[1] === undefined ? {} : { times: Number(repeated[1]) };
  const limit = readLimit(definition);
  if (limit !== undefined) return { kind: 'timer', after: limit, ...times };
  const date = readExpression(definition, 'timeDate', reading, event);
  if (date !== undefined)
    return { kind: 'timer', at: /^\d{4}-\d\d-\d\dT/.test(date) ? `date and time("${date}")` : date };
  const text = repeated?.[2] ?? literalOf(definition, 'timeDuration');
  const after = text === undefined ? undefined : readDuration(text);
  if (after !== undefined) return { kind: 'timer', after, ...times };
  const why =
    cycle !== undefined && repeated === null
      ? '循环定时要写明次数（如 R3/P2D），系统不支持无限循环和 CRON 写法'
      : '定时没有写明时长或时刻，或时长含有年、月';
  reading.report('bpmn.timer', 'error', event, why);
  return undefined;
}
