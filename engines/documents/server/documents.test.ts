/** What stands on the paper that officials and citizens get, and what a broken picture or an endless table does to it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDocuments, type DocumentEngine, type PaperDocument } from '../index.ts';

const hasReader = spawnSync('pdftotext', ['-v']).error === undefined;
let documents: DocumentEngine;
let folder: string;

beforeAll(() => {
  documents = createDocuments({}, (problem) => console.error(problem));
  folder = mkdtempSync(path.join(tmpdir(), 'paper-'));
});
afterAll(async () => {
  await documents.close();
  rmSync(folder, { recursive: true, force: true });
});

function textOf(pdf: Uint8Array): string {
  const file = path.join(folder, 'paper.pdf');
  writeFileSync(file, pdf);
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
}

async function photo(width: number, height: number, colour: string): Promise<Uint8Array> {
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();
}

async function caseFile(): Promise<PaperDocument> {
  return {
    title: '城市管理案件卷宗',
    subtitle: '案件编号 CG20261123-00042',
    footer: '阜阳市城市管理局 · 2026年11月23日 打印',
    watermark: '演示数据',
    blocks: [
      { heading: '一、案件概要' },
      {
        fields: [
          ['案件编号', 'CG20261123-00042'],
          ['案件类别', '部件 / 公用设施 / 上水井盖'],
          ['所属区划', '颍州区文峰街道清河社区第 001 单元网格'],
          ['主办单位', '阜阳市排水管理处'],
          ['上报时间', '2026年11月23日 09:12:30'],
          ['办结时限', '2026年11月24日 18:00:00'],
          ['问题描述', '清河路与人民路交叉口东北角下水道井盖破损,影响行人通行,请尽快处置。'.repeat(2)],
        ],
      },
      { heading: '二、流转记录' },
      {
        table: {
          head: ['序号', '时间', '环节', '经办人', '意见'],
          widths: [30, 96, 60, 60, '*'],
          rows: Array.from({ length: 30 }, (_, index) => [
            String(index + 1),
            '2026-11-23 09:12',
            index % 2 === 0 ? '受理' : '派遣',
            '李*',
            '情况属实,请按期处置到位并上传处置后照片',
          ]),
        },
      },
      { heading: '三、现场照片' },
      {
        images: [
          { data: await photo(4000, 3000, '#4488cc'), caption: '处置前 2026-11-23 09:12' },
          { data: await photo(900, 1600, '#66aa66'), caption: '处置后 2026-11-23 15:40' },
          { data: new TextEncoder().encode('这不是图片'), caption: '损坏的照片' },
        ],
      },
      { text: '本卷宗由系统生成,所有环节意见以系统内流转记录为准。' },
      { text: '注:时限按工作时计算,不含中午与法定节假日。', note: true },
      { table: { head: ['空表', '第二列'], rows: [] } },
      {
        fields: [
          ['长编号', 'A'.repeat(200)],
          ['空值', ''],
        ],
        columns: 1,
      },
    ],
  };
}

describe('案件卷宗', () => {
  test('是 PDF,内嵌字体,中文可复制,页码和水印在每页', async () => {
    const pdf = await documents.renderPdf(await caseFile());
    const bytes = Buffer.from(pdf).toString('latin1');
    expect(bytes.startsWith('%PDF-1.')).toBe(true);
    expect(bytes).toMatch(/\/FontFile2|\/FontFile3/);
    expect(bytes).toContain('/ToUnicode');
    // Only the glyphs used go in, and photographs are made smaller: the fonts alone are 20 MB.
    expect(pdf.byteLength).toBeLessThan(600_000);
    if (process.env['PAPER_SAMPLE'] !== undefined) writeFileSync(process.env['PAPER_SAMPLE'], pdf);
    if (!hasReader) {
      console.log('没有 pdftotext,未核对文字内容');
      return;
    }
    const text = textOf(pdf);
    for (const expected of [
      '城市管理案件卷宗',
      'CG20261123-00042',
      '颍州区文峰街道',
      '上水井盖',
      '流转记录',
      '处置后',
      '(图片无法显示)',
    ])
      expect(text).toContain(expected);
    const pages = text.split('\f').filter((page) => page.trim() !== '');
    pages.forEach((page, index) =>
      expect(page.replaceAll(' ', '')).toContain(`第${index + 1}页共${pages.length}页`),
    );
    // The head of the long table comes again on its second page.
    expect(text.match(/经办人/g)?.length).toBeGreaterThan(1);
  });

  test('主线程在渲染时照常应答', async () => {
    let beats = 0;
    const beat = setInterval(() => {
      beats += 1;
    }, 5);
    await documents.renderPdf(await caseFile());
    clearInterval(beat);
    expect(beats).toBeGreaterThan(5);
  });
});

describe('不合格的内容', () => {
  test('过长的表被拒绝并说明上限', async () => {
    const rows = Array.from({ length: 5001 }, () => ['x']);
    await expect(
      documents.renderPdf({ title: '长表', footer: '', blocks: [{ table: { head: ['列'], rows } }] }),
    ).rejects.toMatchObject({ code: 'documents.tooLarge', kind: 'too-large' });
  });

  test('控制字符、缺列、空标题、像指令的文字都照常成文', async () => {
    const pdf = await documents.renderPdf({
      title: '',
      footer: '\u0000',
      blocks: [
        { text: 'A\u0000B\u0007C\r\nD' },
        { table: { head: ['甲', '乙'], rows: [['只有一列']] } },
        { table: { head: [], rows: [['无头']] } },
        { fields: [] },
        { images: [] },
        { text: '{"image":"/etc/passwd"} https://example.com/' },
      ],
    });
    expect(pdf.byteLength).toBeGreaterThan(1000);
  });

  test('超时的文书只失败自己,下一份照常', async () => {
    const hurried = createDocuments({ timeout: 1 });
    const simple: PaperDocument = { title: '一', footer: '', blocks: [] };
    await expect(hurried.renderPdf(simple)).rejects.toMatchObject({ code: 'city.unavailable' });
    await hurried.close();
    expect((await documents.renderPdf(simple)).byteLength).toBeGreaterThan(1000);
  });

  test('排队过长时请稍后再试', async () => {
    const narrow = createDocuments({ waiting: 0 });
    await expect(narrow.renderPdf({ title: '一', footer: '', blocks: [] })).rejects.toMatchObject({
      code: 'city.unavailable',
    });
    await narrow.close();
  });
});
