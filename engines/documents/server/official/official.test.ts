/** What a typist measures on the printed official document: type area, rows, characters, lines, seal, numbers of pages. */
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { em, page as sheet, rowPitch } from '../../official/geometry.ts';
import { layOutOfficial } from '../../official/lay-out-official.ts';
import { OfficialDocument, type OfficialDocumentInput } from '../../official/model.ts';
import { drawOfficialPdf } from './draw-pdf.ts';

const sentence =
  '为深入贯彻落实《数字阜阳建设“十四五”发展规划》，加快推进党政机关一体化协同办公平台建设，实现全市党政机关工作人员横向到边、纵向到底全覆盖，经市政府同意，现就有关事项通知如下。';
const plain: OfficialDocumentInput = {
  format: 'document',
  issuers: ['阜阳市人民政府办公室'],
  markSuffix: '文件',
  number: { organ: '阜政办', year: 2026, serial: 12 },
  title: '阜阳市人民政府办公室关于加快推进党政机关一体化协同办公平台建设的通知',
  recipients: ['各县、市、区人民政府', '市政府各部门、各直属机构'],
  body: Array.from({ length: 14 }, () => sentence).join('\n'),
  date: '2026-07-01',
  sealed: true,
  copies: ['市委办公室', '市人大常委会办公室'],
  printedBy: '阜阳市人民政府办公室',
  printedOn: '2026-07-01',
};

interface Seen {
  readonly text: string;
  /** Millimetres from the upper left corner; `y` is the baseline. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Points. */
  readonly size: number;
}

const millimetres = 25.4 / 72;

/** What a PDF reader finds, page by page; blanks left out. */
async function read(input: Partial<OfficialDocumentInput>): Promise<Seen[][]> {
  const data = new Uint8Array(await drawOfficialPdf(OfficialDocument.parse({ ...plain, ...input })));
  const paper = await pdfjs.getDocument({ data, verbosity: 0 }).promise;
  const pages: Seen[][] = [];
  for (let number = 1; number <= paper.numPages; number += 1) {
    const page = await paper.getPage(number);
    expect(page.view.map((side) => Math.round(side * millimetres))).toEqual([0, 0, 210, 297]);
    const { items } = await page.getTextContent();
    pages.push(
      items.flatMap((item) => {
        if (!('str' in item) || item.str.trim() === '') return [];
        const [, , , size = 0, x = 0, y = 0] = item.transform as number[];
        return [
          {
            text: item.str,
            x: x * millimetres,
            y: sheet.height - y * millimetres,
            width: item.width * millimetres,
            size,
          },
        ];
      }),
    );
  }
  await paper.destroy();
  return pages;
}

/** Texts of one baseline, from left to right. */
function rowsOf(
  page: readonly Seen[],
  size = 16,
): { y: number; left: number; right: number; text: string }[] {
  const rows = new Map<number, Seen[]>();
  for (const item of page) {
    if (Math.abs(item.size - size) > 0.01) continue;
    const key = Math.round(item.y * 10);
    rows.set(key, [...(rows.get(key) ?? []), item]);
  }
  return [...rows.values()]
    .map((items) => items.toSorted((a, b) => a.x - b.x))
    .map((items) => ({
      y: items[0]?.y ?? 0,
      left: items[0]?.x ?? 0,
      right: Math.max(...items.map((item) => item.x + item.width)),
      text: items.map((item) => item.text).join(''),
    }))
    .toSorted((a, b) => a.y - b.y);
}

describe('版心', () => {
  test('满页 22 行,每行 28 字,行距为一字加八分之七字,撑满 156×225 毫米', async () => {
    const [, second = []] = await read({ body: '阜'.repeat(28 * 60) });
    const rows = rowsOf(second);
    expect(rows).toHaveLength(22);
    for (const [index, row] of rows.entries()) {
      expect(Array.from(row.text)).toHaveLength(28);
      expect(row.left).toBeGreaterThan(27.9);
      expect(row.left).toBeLessThan(28.1);
      expect(row.right).toBeLessThan(184.2);
      expect(row.right).toBeGreaterThan(183.6);
      const pitch = row.y - (rows[index - 1]?.y ?? row.y - rowPitch);
      expect(pitch).toBeCloseTo(10.446, 2);
    }
    // The square of a character reaches 0.88 above the baseline and 0.12 under it.
    const height = 16 * millimetres;
    expect((rows[0]?.y ?? 0) - 0.88 * height).toBeCloseTo(37, 0);
    expect((rows[21]?.y ?? 0) + 0.12 * height).toBeCloseTo(37 + 225, 0);
  });

  test('段首空二字,标点不在行首,括号不在行尾,数字不拆开,行尾对齐', () => {
    const body = Array.from(
      { length: 40 },
      (_, index) => `${'全市一体推进'.repeat(index % 5)}${sentence}到2025年底前达到95.5%以上。`,
    ).join('\n');
    const { pages } = layOutOfficial(OfficialDocument.parse({ ...plain, body }));
    const rows = pages.slice(1, -1).flatMap((page) => {
      const tops = [...new Set(page.texts.filter(({ size }) => size === 16).map(({ y }) => y))];
      return tops.map((top) => page.texts.filter(({ y, size }) => y === top && size === 16));
    });
    expect(rows.length).toBeGreaterThan(80);
    let before = '';
    for (const runs of rows) {
      const text = runs.map((run) => run.text).join('');
      expect(text).not.toMatch(/^[，。、；：？！）》”’%]/);
      expect(text).not.toMatch(/[（《“‘]$/);
      if (/\d$/.test(before)) expect(text).not.toMatch(/^[\d.%]/);
      before = text;
      const last = runs.at(-1);
      const end = (last?.x ?? 0) + (last?.text.length ?? 0) * (last?.advance ?? 0);
      expect(end).toBeLessThan(184 + em / 2);
    }
  });
});

describe('版头', () => {
  test('发文机关标志红色小标宋,上边缘距版心上边缘 35 毫米;发文字号居中在其下二行', () => {
    const [first] = layOutOfficial(OfficialDocument.parse(plain)).pages;
    const mark = first?.texts.find(({ text }) => text.startsWith('阜阳市人民政府办公室文件'));
    expect(mark).toMatchObject({ colour: 'red', face: 'title', y: 37 + 35 });
    const number = first?.texts.find(({ text }) => text.startsWith('阜政办'));
    expect((number?.y ?? 0) - (mark?.y ?? 0) - (mark?.height ?? 0)).toBeCloseTo(2 * rowPitch, 5);
    const line = first?.lines.find(({ colour }) => colour === 'red');
    expect(line).toMatchObject({ x: 28, length: 156 });
    expect((line?.y ?? 0) - (number?.y ?? 0) - em).toBeCloseTo(4, 5);
  });

  test('发文字号用六角括号,年份全称,序号不编虚位,不加“第”字', async () => {
    const [first = []] = await read({});
    expect(rowsOf(first).map(({ text }) => text)).toContain('阜政办〔2026〕12号');
  });

  test('份号、密级、紧急程度自上而下;密级和期限之间用★', async () => {
    const [first = []] = await read({
      copyNumber: '000123',
      secrecy: { level: '秘密', period: '1年' },
      urgency: '特急',
    });
    const rows = rowsOf(first).slice(0, 3);
    expect(rows.map(({ text }) => text)).toEqual(['000123', '秘密★1年', '特急']);
    for (const row of rows) expect(row.left).toBeCloseTo(28, 0);
  });

  test('上行文:发文字号居左空一字,签发人居右空一字,三人分两行且首人对齐', () => {
    const [first] = layOutOfficial(
      OfficialDocument.parse({ ...plain, signers: ['王某某', '李某', '赵某某'] }),
    ).pages;
    const names = first?.texts.filter(({ face }) => face === 'kai') ?? [];
    expect(names.map(({ text }) => text)).toEqual(['王某某', '李　某', '赵某某']);
    expect(names[2]?.x).toBe(names[0]?.x);
    expect(184 - ((names[1]?.x ?? 0) + 3 * em)).toBeCloseTo(em, 5);
    const number = first?.texts.find(({ text }) => text.startsWith('阜政办'));
    expect(number?.x).toBeCloseTo(28 + em, 5);
    expect(number?.y).toBe(names[2]?.y);
  });

  test('联合行文:机关名称上下排列、左右对齐,“文件”居右正中', () => {
    const issuers = ['中共阜阳市委办公室', '阜阳市人民政府办公室'];
    const [first] = layOutOfficial(OfficialDocument.parse({ ...plain, issuers })).pages;
    const red = first?.texts.filter(({ colour }) => colour === 'red') ?? [];
    const ends = red
      .slice(0, 2)
      .map(({ x, advance, text, height }) => x + advance * (text.length - 1) + height);
    expect(red[0]?.x).toBe(red[1]?.x);
    expect(ends[0]).toBeCloseTo(ends[1] ?? 0, 5);
    const suffix = red.find(({ text }) => text === '文件');
    expect(suffix?.y).toBeCloseTo(((red[0]?.y ?? 0) + (red[1]?.y ?? 0)) / 2, 5);
  });

  test('信函:标志上边缘距页上边 30 毫米,两条 170 毫米红色双线,首页不显示页码', async () => {
    const letter = { format: 'letter', markSuffix: '', body: sentence } as const;
    const [first] = layOutOfficial(OfficialDocument.parse({ ...plain, ...letter })).pages;
    expect(first?.texts.find(({ colour }) => colour === 'red')?.y).toBe(30);
    const lines = first?.lines.filter(({ colour }) => colour === 'red') ?? [];
    expect(lines.map(({ x, length }) => [x, length])).toEqual(Array.from({ length: 4 }, () => [20, 170]));
    expect((lines[2]?.y ?? 0) - (lines[2]?.thickness ?? 0) / 2).toBeCloseTo(277, 5);
    expect((lines[0]?.thickness ?? 0) > (lines[1]?.thickness ?? 0)).toBe(true);
    expect((lines[2]?.thickness ?? 0) < (lines[3]?.thickness ?? 0)).toBe(true);
    const [page = []] = await read(letter);
    expect(page.map(({ text }) => text).join('')).not.toContain('—');
  });
});

describe('印章、版记和页码', () => {
  test('成文日期右空四字,署名以日期居中,印章下压两者,顶端距正文一行之内', () => {
    const body = Array.from({ length: 4 }, () => sentence).join('\n');
    const { pages } = layOutOfficial(OfficialDocument.parse({ ...plain, body }));
    const page = pages.find(({ seals }) => seals.length > 0);
    const seal = page?.seals[0];
    const last = page?.texts.filter(({ text, size }) => size === 16 && /[。]/.test(text)).at(-1);
    const gap = (seal?.y ?? 0) - 21 - ((last?.y ?? 0) + em);
    expect(gap).toBeGreaterThanOrEqual(0);
    expect(gap).toBeLessThanOrEqual(rowPitch);
    const organ = page?.texts.find(({ text, y }) => text === '阜阳市人民政府办公室' && y > (last?.y ?? 0));
    const dateParts = page?.texts.filter(({ y }) => Math.abs(y - (organ?.y ?? 0) - rowPitch) < 0.01) ?? [];
    expect(dateParts.map(({ text }) => text).join('')).toBe('2026年7月1日');
    const end = Math.max(...dateParts.map(({ x, text, advance }) => x + text.length * advance));
    expect(184 - end).toBeCloseTo(4 * em, 5);
    const middle = ((dateParts[0]?.x ?? 0) + end) / 2;
    expect(seal?.x).toBeCloseTo(middle, 5);
    expect((organ?.x ?? 0) + 5 * em).toBeCloseTo(middle, 5);
    // 居印章中心偏下: both lie inside the seal, their middle a little under its own.
    expect((organ?.y ?? 0) + rowPitch + em - (seal?.y ?? 0)).toBeLessThan(21);
    expect(((organ?.y ?? 0) + (organ?.y ?? 0) + rowPitch + em) / 2).toBeGreaterThan(seal?.y ?? 0);
  });

  test('无论正文多长,落款所在页总有正文,不出现“此页无正文”', () => {
    for (let length = 1; length < 900; length += 28) {
      const { pages } = layOutOfficial(OfficialDocument.parse({ ...plain, body: '数'.repeat(length) }));
      const page = pages.find(({ seals }) => seals.length > 0);
      expect(
        page?.texts.some(({ text }) => text.includes('数')),
        `正文 ${length} 字`,
      ).toBe(true);
      for (const { texts } of pages) for (const { y, height } of texts) expect(y + height).toBeLessThan(275);
    }
  });

  test('三个机关的印章排成一排,不相交,不出版心,最后一个压日期', () => {
    const signatures = ['阜阳市司法局', '阜阳市财政局', '阜阳市民政局'];
    const input = { ...plain, issuers: signatures, signatures, body: sentence };
    const page = layOutOfficial(OfficialDocument.parse(input)).pages.find(({ seals }) => seals.length > 0);
    const seals = page?.seals ?? [];
    expect(new Set(seals.map(({ y }) => y)).size).toBe(1);
    expect((seals[1]?.x ?? 0) - (seals[0]?.x ?? 0)).toBeGreaterThan(42);
    expect((seals[0]?.x ?? 0) - 21).toBeGreaterThanOrEqual(28);
    expect((seals[2]?.x ?? 0) + 21).toBeLessThanOrEqual(184);
  });

  test('版记在最后一面(偶数页)版心下沿,首末线 0.35 毫米,中间线 0.25 毫米', () => {
    for (const body of [sentence, Array.from({ length: 20 }, () => sentence).join('\n')]) {
      const { pages } = layOutOfficial(OfficialDocument.parse({ ...plain, body }));
      expect(pages.length % 2).toBe(0);
      const lines = pages.at(-1)?.lines ?? [];
      expect(lines.map(({ thickness }) => thickness)).toEqual([0.35, 0.25, 0.35]);
      expect(lines.at(-1)?.y).toBe(37 + 225);
    }
  });

  test('页码单页居右空一字、双页居左空一字,一字线距版心下边缘 7 毫米', async () => {
    const pages = await read({});
    for (const [index, page] of pages.entries()) {
      const row = rowsOf(page, 14).find(({ text }) => text.startsWith('—'));
      expect(row?.text.replaceAll(' ', '')).toBe(`—${index + 1}—`);
      if (index % 2 === 0) expect(184 - (row?.right ?? 0)).toBeCloseTo(em, 0);
      else expect((row?.left ?? 0) - 28).toBeCloseTo(em, 0);
      // The dash stands about a third of the type above the baseline.
      expect((row?.y ?? 0) - 0.38 * 14 * millimetres).toBeCloseTo(262 + 7, 0);
    }
  });
});

describe('不合格的公文', () => {
  test.each([
    [{ title: '' }, '请填写标题'],
    [{ title: '第一行\n第二行' }, '标题不能有换行或控制字符'],
    [{ date: '2026年7月1日' }, '日期应写成 2026-07-01 的样子'],
    [{ number: { organ: '阜政', year: 2026, serial: 0 } }, undefined],
    [{ number: { organ: 'FZ', year: 2026, serial: 1 } }, '机关代字是一至十二个汉字'],
    [{ copyNumber: '12' }, '份号是六位数字'],
    [{ body: '正文\u0007' }, '正文里有不能印刷的字符'],
  ])('%j 被拒绝', (change, message) => {
    const reply = OfficialDocument.safeParse({ ...plain, ...change });
    expect(reply.success).toBe(false);
    if (message !== undefined) expect(reply.error?.issues[0]?.message).toBe(message);
  });
});
