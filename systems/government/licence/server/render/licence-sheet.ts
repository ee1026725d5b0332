/** A licence as one page: title, number, what it says, a code that leads to its check, the issuer and the day under its seal. Pure. */
import { encode } from 'uqr';
import type { Row } from '../../../../../kernel/register.ts';
import type { Drawn, OfdFace, OfdSheet, SealPlace } from '../../../../../engines/trust/service.ts';
import type { licence } from '../../registers/licence.ts';

export const sealPlace: SealPlace = { page: 0, x: 138, y: 205, width: 42, height: 42 };

const [page, margin] = [{ width: 210, height: 297 }, 25];
const [labelSize, line] = [5, 9];
const red = '178 34 34';

export interface SheetFacts {
  readonly row: Pick<
    Row<typeof licence>,
    | 'name'
    | 'number'
    | 'identifier'
    | 'holderName'
    | 'holderCode'
    | 'issuedOn'
    | 'validFrom'
    | 'validUntil'
    | 'surface'
  >;
  readonly issuerName: string;
  /** What the matrix code holds, and the check digits printed beside it. */
  readonly link: string;
  readonly checkCode: string;
  readonly demo: boolean;
  readonly made: Date;
}

function advance(character: string): number {
  return (character.codePointAt(0) ?? 0) < 0x2e80 ? 0.5 : 1;
}

/** Lines no wider than `width` millimetres. */
export function wrapText(text: string, size: number, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  let used = 0;
  for (const character of text) {
    const step = advance(character) * size;
    if (used + step > width && current !== '') {
      lines.push(current);
      [current, used] = ['', 0];
    }
    current += character;
    used += step;
  }
  return current === '' ? lines : [...lines, current];
}

function centred(text: string, y: number, size: number, face: OfdFace = 'song'): Drawn {
  const width = [...text].reduce((sum, character) => sum + advance(character) * size, 0);
  return { kind: 'text', text, x: Math.max(margin, (page.width - width) / 2), y, size, face };
}

export function showDay(day: string | null): string {
  const [year = '', month = '', date = ''] = (day ?? '').split('-');
  return day === null ? '长期' : `${year}年${Number(month)}月${Number(date)}日`;
}

/** '经营场所：颍州区…' → its two sides; a line without a colon is all content. */
export function surfaceFields(surface: string | null): readonly (readonly [label: string, value: string])[] {
  return (surface ?? '')
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const at = one.search(/[：:]/);
      return at < 0 ? (['', one] as const) : ([one.slice(0, at), one.slice(at + 1).trim()] as const);
    });
}

function fieldLines(
  fields: readonly (readonly [string, string])[],
  from: number,
  to: number,
): readonly Drawn[] {
  const drawn: Drawn[] = [];
  const left = margin + 45;
  let y = from;
  for (const [label, value] of fields) {
    drawn.push({ kind: 'text', text: label.slice(0, 8), x: margin, y, size: labelSize, colour: '90 90 90' });
    for (const text of wrapText(value === '' ? '—' : value, labelSize, page.width - margin - left)) {
      if (y > to) return drawn;
      drawn.push({ kind: 'text', text, x: left, y, size: labelSize });
      y += line;
    }
    drawn.push({
      kind: 'line',
      from: [margin, y - line + 3],
      to: [page.width - margin, y - line + 3],
      colour: '220 220 220',
    });
  }
  return drawn;
}

function frame(): readonly Drawn[] {
  const [left, top, right, bottom] = [14, 14, page.width - 14, page.height - 14];
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ] as const;
  return corners.map((from, at) => ({
    kind: 'line',
    from,
    to: corners[(at + 1) % corners.length] ?? from,
    colour: red,
    width: 0.8,
  }));
}

export function licenceSheet({ row, issuerName, link, checkCode, demo, made }: SheetFacts): OfdSheet {
  const code = encode(link, { ecc: 'M', border: 0 });
  const fields: (readonly [string, string])[] = [
    ['持证主体', row.holderName],
    ['主体代码', row.holderCode],
    ...surfaceFields(row.surface),
    ['有效期', `${showDay(row.validFrom)} 至 ${showDay(row.validUntil)}`],
  ];
  const foot = 215;
  const drawn: Drawn[] = [
    ...frame(),
    centred(row.name ?? '', 48, 13, 'hei'),
    centred(`编号：${row.number}`, 62, 5),
    ...fieldLines(fields, 84, foot - 20),
    { kind: 'dots', x: margin, y: foot, side: 30, rows: code.data },
    { kind: 'text', text: `查验码 ${checkCode}`, x: margin, y: foot + 37, size: 4 },
    { kind: 'text', text: row.identifier ?? '', x: margin, y: page.height - 22, size: 3, colour: '90 90 90' },
    { kind: 'text', text: issuerName, x: 110, y: foot + 8, size: 5 },
    { kind: 'text', text: showDay(row.issuedOn), x: 130, y: foot + 20, size: 5 },
    ...(demo
      ? [
          {
            kind: 'text',
            text: '演示数据',
            x: 60,
            y: 170,
            size: 24,
            colour: '150 150 150',
            alpha: 50,
          } as const,
          {
            kind: 'text',
            text: '测试印章，不具法律效力',
            x: margin + 60,
            y: page.height - 30,
            size: 4,
            colour: red,
          } as const,
        ]
      : []),
  ];
  return {
    title: row.name ?? '',
    author: issuerName,
    made,
    ...page,
    pages: [drawn],
    custom: {
      licenseId: row.identifier ?? '',
      licenseNumber: row.number,
      licenseName: row.name ?? '',
      docId: (row.identifier ?? '')
        .replace(/[^0-9A-Za-z]/g, '')
        .padEnd(32, '0')
        .slice(-32),
    },
  };
}
