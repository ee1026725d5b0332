/** CSV as it comes from people: any cut of the stream, any encoding, broken places named by their row. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BrokenFile, CsvReader } from './read-csv.ts';

function read(bytes: Uint8Array, piece = 7): string[][] {
  const rows: string[][] = [];
  const reader = new CsvReader((cells) => rows.push(cells));
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
  reader.end();
  return rows;
}

function brokenAt(bytes: Uint8Array): BrokenFile {
  try {
    read(bytes, 64);
  } catch (problem) {
    if (problem instanceof BrokenFile) return problem;
    throw problem;
  }
  throw new Error('nothing was broken');
}

const gbk = new Map([
  ['编', [0xb1, 0xe0]],
  ['码', [0xc2, 0xeb]],
  ['灯', [0xb5, 0xc6]],
]);
function gbkBytes(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text).flatMap((each) => gbk.get(each) ?? [each.charCodeAt(0)]));
}

describe('读 CSV', () => {
  test('与通行的解析器结果一致,不论从哪里切开', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '中', '', ' ', '𠮷'),
      maxLength: 6,
    });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        table,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (rows, piece, end, last) => {
          const text =
            rows.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join(end) +
            (last ? end : '');
          const bytes = Buffer.from(`h,h,h,h,h${end}${text}`);
          const expected = parse(bytes, { relax_column_count: true, record_delimiter: end }) as string[][];
          expect(read(bytes, piece)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
  test('UTF-8 带不带标记、GBK、UTF-16 都认得', () => {
    const expected = [
      ['编码', 'a'],
      ['灯', '1'],
    ];
    const text = '编码,a\r\n灯,1\r\n';
    for (let piece = 1; piece < 20; piece += 1) {
      expect(read(Buffer.from(text), piece)).toEqual(expected);
      expect(read(Buffer.from(`\ufeff${text}`), Math.max(piece, 3))).toEqual(expected);
      expect(read(gbkBytes(text), piece)).toEqual(expected);
      expect(read(Buffer.from(`\ufeff${text}`, 'utf16le'), Math.max(piece, 2))).toEqual(expected);
    }
    const late = `code,name\n${'x,y\n'.repeat(5000)}z,灯\n`;
    expect(read(gbkBytes(late), 100).at(-1)).toEqual(['z', '灯']);
    expect(read(Buffer.from(late), 100).at(-1)).toEqual(['z', '灯']);
  });
  test('分号和制表符分隔的表', () => {
    expect(read(Buffer.from('a;b\n1;"2;3"\n'))).toEqual([
      ['a', 'b'],
      ['1', '2;3'],
    ]);
    expect(read(Buffer.from('a\tb,c\td\n1\t2\t3'))).toEqual([
      ['a', 'b,c', 'd'],
      ['1', '2', '3'],
    ]);
  });
  test('坏在哪一行就说哪一行', () => {
    const rows = (count: number) => `code,name\n${'L-1,灯\n'.repeat(count)}`;
    expect(brokenAt(Buffer.from(`${rows(49_998)}"L-2,灯\n`))).toMatchObject({
      line: 50_000,
      message: '引号没有闭合,文件可能被截断',
    });
    expect(brokenAt(Buffer.from(`${rows(498)}"L-2"x,灯\n`)).line).toBe(500);
    const cut = Buffer.from(`${rows(498)}L-2,灯`);
    expect(brokenAt(cut.subarray(0, -1))).toMatchObject({ line: 500 });
    const dirty = Buffer.concat([Buffer.from(rows(10)), Buffer.from([0xff, 0xfe]), Buffer.from(rows(3))]);
    expect(brokenAt(dirty).line).toBe(12);
  });
});
