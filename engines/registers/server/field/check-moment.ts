/** Dates and moments as people and sheets write them, read into their one kept form; Shanghai time where none is said. */
import { Refused } from './refused.ts';

const dateForm = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/;
const compactDate = /^(\d{4})(\d{2})(\d{2})$/;
const isoMoment = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?$/;
const sheetMoment = /^(\S+?)(?:[ T]\s*|(?<=日))(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?$/;

const badDate = new Refused('不是有效的日期(应写成 2026-01-31 的样子)');
const badMoment = new Refused('不是有效的时间(应写成 2026-01-31 08:30 的样子)');

/** A real day between 1900 and 2200; undefined otherwise. */
function calendarDay(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (text < '1900-01-01' || text > '2200-12-31') return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return undefined;
  return text;
}

/** Sheets repeat their days; the set is small and bounded. */
const knownDays = new Map<string, string | undefined>();
const mostDays = 5000;

function findDay(text: string): string | undefined {
  if (knownDays.has(text)) return knownDays.get(text);
  const day = readDay(text);
  if (knownDays.size >= mostDays) knownDays.clear();
  if (text.length <= 16) knownDays.set(text, day);
  return day;
}

function readDay(text: string): string | undefined {
  const match = dateForm.exec(text) ?? compactDate.exec(text);
  return match === null ? undefined : calendarDay(match[1] ?? '', match[2] ?? '', match[3] ?? '');
}

/** 'YYYY-MM-DD'. */
export function checkDate(raw: string): string | null | Refused {
  const text = raw.trim();
  if (text === '') return null;
  const day = findDay(text);
  if (day !== undefined) return day;
  // A sheet gives a day as midnight; any other time of day is more than was asked.
  const match = sheetMoment.exec(text.replace(/Z$/, ''));
  const midnight =
    match !== null && Number(match[2]) === 0 && Number(match[3]) === 0 && Number(match[4] ?? 0) === 0;
  return (midnight ? findDay(match[1] ?? '') : undefined) ?? badDate;
}

function instant(text: string): string | Refused {
  const time = Date.parse(text);
  if (Number.isNaN(time)) return badMoment;
  const iso = new Date(time).toISOString();
  return iso < '1900' || iso > '2200' ? badMoment : iso;
}

/** An instant as 'YYYY-MM-DDTHH:MM:SS.sssZ'; a zone must be given. */
export function checkInstant(raw: string): string | null | Refused {
  if (raw === '') return null;
  const match = isoMoment.exec(raw);
  if (match === null || match[3] === undefined) return badMoment;
  if (findDay(match[1] ?? '') === undefined) return badMoment;
  return instant(raw);
}

/** As {@link checkInstant}, and the forms of sheets, which mean Shanghai time. */
export function checkSheetMoment(raw: string): string | null | Refused {
  const text = raw.trim();
  if (text === '') return null;
  const iso = isoMoment.exec(text);
  if (iso !== null && iso[3] !== undefined)
    return findDay(iso[1] ?? '') === undefined ? badMoment : instant(text);
  const match = sheetMoment.exec(text);
  const day = findDay(match?.[1] ?? text);
  if (day === undefined) return badMoment;
  if (match === null) return instant(`${day}T00:00:00+08:00`);
  const [, , hours = '', minutes = '', seconds = '00'] = match;
  return instant(`${day}T${hours.padStart(2, '0')}:${minutes}:${seconds}+08:00`);
}
