/** One message as rows: a JSON object, an array of them, or a line of CSV; undefined where it is none of these. Numbers keep all of their digits. */
import { parse } from 'csv-parse/sync';

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The texts of an array's members: parsing and writing them again would round long numbers. */
function membersOf(text: string): readonly string[] {
  const members: string[] = [];
  let [depth, start, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (quoted) {
      if (mark === '\\') at += 1;
      else if (mark === '"') quoted = false;
    } else if (mark === '"') quoted = true;
    else if (mark === '{' || mark === '[') {
      depth += 1;
      if (depth === 2) start = at;
    } else if (mark === '}' || mark === ']') {
      if (depth === 2) members.push(text.slice(start, at + 1));
      depth -= 1;
    }
  }
  return members;
}

function rowsOfJson(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  // A line break between tokens is white space; within a text JSON does not allow one.
  const line = text.replaceAll(/[\r\n]+/g, ' ').trim();
  if (isObject(value)) return [line];
  return Array.isArray(value) && value.length > 0 && value.every(isObject) ? membersOf(line) : undefined;
}

function rowsOfLine(text: string, columns: readonly string[]): readonly string[] | undefined {
  let records: string[][];
  try {
    records = parse(text, { relax_column_count: true, skip_empty_lines: true }) as string[][];
  } catch {
    return undefined;
  }
  if (records.length === 0 || records.some((cells) => cells.length !== columns.length)) return undefined;
  return records.map((cells) =>
    JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, cells[index] || null]))),
  );
}

export function splitMessage(
  text: string,
  form: 'json' | 'csv',
  columns: readonly string[],
): readonly string[] | undefined {
  return form === 'json' ? rowsOfJson(text) : rowsOfLine(text, columns);
}
