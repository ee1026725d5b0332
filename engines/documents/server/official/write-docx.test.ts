/** What Word finds in the file of an official document: paper, margins, exact rows, faces by name, foot of the page. */
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { OfficialDocument, type OfficialDocumentInput } from '../../official/model.ts';
import { writeOfficialDocx } from './write-docx.ts';

const plain: OfficialDocumentInput = {
  format: 'document',
  issuers: ['阜阳市人民政府办公室'],
  markSuffix: '文件',
  number: { organ: '阜政办', year: 2026, serial: 12 },
  title: '关于召开全市数据工作会议的通知',
  recipients: ['各县、市、区人民政府'],
  body: '现通知如下。\n一、会议时间\n（一）上午。九时开始。\n1.报到\n（1）地点<&>',
  attachments: [{ title: '会议议程', body: '一、报到' }],
  date: '2026-07-01',
  sealed: true,
  note: '联系人：张某',
  copies: ['市委办公室'],
  printedBy: '阜阳市人民政府办公室',
  printedOn: '2026-07-02',
};

async function open(
  input: OfficialDocumentInput,
): Promise<{ body: string; styles: string; footers: string }> {
  const zip = await JSZip.loadAsync(await writeOfficialDocx(OfficialDocument.parse(input)));
  const text = async (name: string) => (await zip.file(name)?.async('string')) ?? '';
  const footers = await Promise.all(
    zip.file(/^word\/footer\d+\.xml$/).map(async (file) => file.async('string')),
  );
  return {
    body: await text('word/document.xml'),
    styles: await text('word/styles.xml'),
    footers: footers.join(''),
  };
}

/** The paragraph that holds this text. */
function paragraph(body: string, text: string): string {
  return body.split('<w:p>').find((part) => part.includes(`>${text}<`)) ?? '';
}

test('A4,天头 37 毫米,订口 28 毫米,版心 156×225 毫米', async () => {
  const { body } = await open(plain);
  const number = (pattern: RegExp) => (Number(pattern.exec(body)?.[1]) * 25.4) / 1440;
  expect(number(/<w:pgSz w:w="(\d+)"/)).toBeCloseTo(210, 1);
  expect(number(/<w:pgSz w:w="\d+" w:h="(\d+)"/)).toBeCloseTo(297, 1);
  expect(number(/w:top="(\d+)"/)).toBeCloseTo(37, 1);
  expect(number(/w:left="(\d+)" w:header/)).toBeCloseTo(28, 1);
  expect(210 - 28 - number(/<w:pgMar[^>]*w:right="(\d+)"/)).toBeCloseTo(156, 1);
  expect(297 - 37 - number(/<w:pgMar[^>]*w:bottom="(\d+)"/)).toBeCloseTo(225, 1);
});

test('行距固定,一面正好 22 行;字距使每行正好 28 字', async () => {
  const { body, styles } = await open(plain);
  const line = Number(/<w:spacing w:line="(\d+)" w:lineRule="exact"\/>/.exec(styles)?.[1]);
  const height = 16838 - 2098 - 1984;
  expect(Math.floor(height / line)).toBe(22);
  const closer = Number(/<w:spacing w:val="(-?\d+)"/.exec(styles)?.[1]);
  const width = 11906 - 1587 - 1474;
  expect(Math.floor(width / (320 + closer))).toBe(28);
  expect(body).toContain(`w:linePitch="${line}"`);
});

test('正文三号仿宋,标题二号小标宋,一级黑体,二级楷体只到句号', async () => {
  const { body, styles } = await open(plain);
  expect(styles).toContain('w:eastAsia="仿宋_GB2312"');
  expect(styles).toContain('<w:sz w:val="32"/>');
  const title = paragraph(body, '关于召开全市数据工作会议的通知');
  expect(title).toContain('方正小标宋简体');
  expect(title).toContain('<w:sz w:val="44"/>');
  expect(title).toContain('<w:jc w:val="center"/>');
  expect(paragraph(body, '一、会议时间')).toContain('w:eastAsia="黑体"');
  const second = paragraph(body, '（一）上午。');
  expect(second).toContain('w:eastAsia="楷体_GB2312"');
  expect(second).toContain('>九时开始。<');
  expect(paragraph(body, '现通知如下。')).toContain('w:firstLineChars="200"');
  expect(body).toContain('（1）地点&lt;&amp;&gt;');
});

test('红色反线在发文字号下 4 毫米,印发线在版记上下', async () => {
  const { body } = await open(plain);
  const number = paragraph(body, '阜政办〔2026〕12号');
  expect(number).toMatch(/<w:bottom w:val="single" w:color="E60012" w:sz="16" w:space="11"\/>/);
  expect(body).toMatch(/<w:tblpPr[^>]*w:vertAnchor="margin"/);
  expect(paragraph(body, '抄送：市委办公室。')).toContain('<w:sz w:val="28"/>');
});

test('页码单双页分列,有一字线;附件另起一页', async () => {
  const { body, footers } = await open(plain);
  expect(footers).toContain('— ');
  expect(footers).toContain('PAGE');
  expect(footers).toContain('<w:jc w:val="left"/>');
  expect(footers).toContain('<w:jc w:val="right"/>');
  expect(paragraph(body, '附件')).toContain('<w:pageBreakBefore/>');
});

test.each(['letter', 'order', 'minutes'] as const)('%s 格式也成文', async (format) => {
  const { body } = await open({ ...plain, format, issuers: ['阜阳市人民政府', '阜阳军分区'] });
  expect(body).toContain('现通知如下。');
});
