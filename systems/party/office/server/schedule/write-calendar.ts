/** Writes a calendar as iCalendar (RFC 5545): folded at 75 octets, texts escaped, whole days as dates. */
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import type { CalendarItem, scheduleRoutes } from '../../routes/schedule-routes.ts';
import { itemsOf, spanOf } from './read-schedule.ts';

const longestLine = 75;

/** 3.3.11: backslash, semicolon, comma and line breaks. */
function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** 3.1: no line is longer than 75 octets, and none is cut within a character. */
function fold(line: string): string {
  const lines: string[] = [];
  let held = '';
  for (const character of line) {
    const room = lines.length === 0 ? longestLine : longestLine - 1;
    if (Buffer.byteLength(held + character) > room) {
      lines.push(held);
      held = '';
    }
    held += character;
  }
  return [...lines, held].join('\r\n ');
}

const instant = (at: string) => `${new Date(at).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
const dayOf = (at: string) => shanghaiDate(new Date(at)).replaceAll('-', '');

function eventLines(item: CalendarItem, stamp: string): readonly string[] {
  const when = item.allDay
    ? [`DTSTART;VALUE=DATE:${dayOf(item.startsAt)}`, `DTEND;VALUE=DATE:${dayOf(item.endsAt)}`]
    : [`DTSTART:${instant(item.startsAt)}`, `DTEND:${instant(item.endsAt)}`];
  return [
    'BEGIN:VEVENT',
    `UID:${item.id}@office`,
    `DTSTAMP:${stamp}`,
    ...when,
    `SUMMARY:${escapeText(item.title)}`,
    ...(item.place === null ? [] : [`LOCATION:${escapeText(item.place)}`]),
    ...(item.note === null ? [] : [`DESCRIPTION:${escapeText(item.note)}`]),
    ...(item.visibility === 'private' ? ['CLASS:PRIVATE'] : []),
    'END:VEVENT',
  ];
}

export function writeCalendar(items: readonly CalendarItem[], now: Date): string {
  const stamp = instant(now.toISOString());
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Digital Fuyang//Office//ZH',
    'CALSCALE:GREGORIAN',
    ...items.flatMap((item) => eventLines(item, stamp)),
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

export const calendarFile: Handler<typeof scheduleRoutes.calendarFile> = async ({ from, to }, context) => {
  const items = await itemsOf(context, context.principal.id, spanOf(from, to));
  return {
    contentType: 'text/calendar; charset=utf-8',
    body: Buffer.from(writeCalendar(items, context.now)),
    fileName: `日程 ${from} 至 ${to}.ics`,
  };
};
