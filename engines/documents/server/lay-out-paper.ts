/** Turns a declared document into pdfmake's page description: A4, title, blocks, page numbers, watermark. */
import type { Column, Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Block, PaperDocument } from '../service.ts';

/** Points; A4 is 595 × 842. */
const margins = { side: 54, top: 56, bottom: 58 } as const;
const bodyWidth = 595 - 2 * margins.side;
const line = '#c9d1da';
const shade = '#f3f6f9';
const labelWidth = 84;

/** A picture made ready: JPEG data URL, or undefined when the bytes were no picture. */
export type ReadyImages = ReadonlyMap<Uint8Array, string | undefined>;

/** Control characters other than line breaks have no shape and break the text layer. */
function clean(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, ' ');
}

/** Long codes and links have no place to break; breaking everywhere would tear short numbers apart too. */
function wrapped(text: string): { readonly text: string; readonly wordBreak?: 'break-all' } {
  const cleaned = clean(text);
  return /[!-~]{24,}/.test(cleaned) ? { text: cleaned, wordBreak: 'break-all' } : { text: cleaned };
}

const thinLines = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  hLineColor: () => line,
  vLineColor: () => line,
  paddingLeft: () => 6,
  paddingRight: () => 6,
  paddingTop: () => 4,
  paddingBottom: () => 5,
};

function heading(text: string): Content {
  return {
    table: {
      widths: [3, '*'],
      body: [
        [
          { text: '', fillColor: '#1f5fa8' },
          { text: clean(text), style: 'heading' },
        ],
      ],
    },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: () => 0,
      paddingLeft: () => 0,
      paddingRight: () => 0,
      paddingTop: () => 1,
      paddingBottom: () => 1,
    },
    margin: [0, 14, 0, 7],
    // A heading alone at the foot of a page helps nobody.
    headlineLevel: 1,
  };
}

function fieldGrid(fields: readonly (readonly [string, string])[], columns: 1 | 2): Content {
  const pairs = fields.map(([label, value]): TableCell[] => [
    { text: clean(label), fillColor: shade, color: '#4a5a6a' },
    clean(value) === '' ? { text: '—' } : { ...wrapped(value) },
  ]);
  const body: TableCell[][] = [];
  for (let index = 0; index < pairs.length; index += columns) {
    const row = pairs.slice(index, index + columns).flat();
    const last = row.at(-1);
    // An odd last value takes the free half instead of leaving an empty box.
    if (columns === 2 && row.length === 2 && last !== undefined)
      row[1] = { ...(last as object), colSpan: 3 } as TableCell;
    while (row.length < columns * 2) row.push('');
    body.push(row);
  }
  const half = (bodyWidth - 2 * labelWidth - 50.5) / 2;
  const widths = columns === 2 ? [labelWidth, half, labelWidth, half] : [labelWidth, '*'];
  return { table: { widths, body, dontBreakRows: true }, layout: thinLines, margin: [0, 0, 0, 6] };
}

function grid(table: Extract<Block, { table: unknown }>['table']): Content {
  const width = table.head.length;
  const head = table.head.map(
    (text): TableCell => ({ text: clean(text), bold: true, fillColor: shade, alignment: 'center' }),
  );
  const rows = table.rows.map((row) =>
    Array.from({ length: width }, (_, index): TableCell => ({ ...wrapped(row[index] ?? '') })),
  );
  const widths = Array.from({ length: width }, (_, index) => table.widths?.[index] ?? '*');
  const empty: TableCell[][] = [
    [
      { text: '无', colSpan: width, alignment: 'center', color: '#7a8794' },
      ...Array.from({ length: width - 1 }, () => ''),
    ],
  ];
  return {
    table: { headerRows: 1, widths, body: [head, ...(rows.length > 0 ? rows : empty)], dontBreakRows: true },
    layout: thinLines,
    fontSize: 9,
    margin: [0, 0, 0, 6],
  };
}

function pictureCell(image: string | undefined, caption: string): Column {
  const width = (bodyWidth - 16) / 2;
  const picture: Content =
    image === undefined
      ? { text: '(图片无法显示)', alignment: 'center', color: '#7a8794', margin: [0, 30, 0, 30] }
      : { image, fit: [width, 180], alignment: 'center' };
  return {
    stack: [
      picture,
      { text: clean(caption), alignment: 'center', fontSize: 9, color: '#4a5a6a', margin: [0, 4, 0, 8] },
    ],
    width,
  };
}

function pictures(images: Extract<Block, { images: unknown }>['images'], ready: ReadyImages): Content {
  const rows: Content[] = [];
  for (let index = 0; index < images.length; index += 2) {
    const pair = images
      .slice(index, index + 2)
      .map(({ data, caption }) => pictureCell(ready.get(data), caption));
    rows.push({ columns: pair, columnGap: 16, unbreakable: true });
  }
  return { stack: rows, margin: [0, 2, 0, 4] };
}

function layOutBlock(block: Block, ready: ReadyImages): Content {
  if ('heading' in block) return heading(block.heading);
  if ('text' in block) {
    const note = block.note === true;
    return {
      ...wrapped(block.text),
      ...(note ? { fontSize: 9, color: '#6b7885' } : {}),
      margin: [0, 0, 0, 6],
      lineHeight: 1.35,
    };
  }
  if ('fields' in block)
    return block.fields.length === 0 ? { text: '' } : fieldGrid(block.fields, block.columns ?? 2);
  if ('table' in block) return block.table.head.length === 0 ? { text: '' } : grid(block.table);
  return pictures(block.images, ready);
}

function footer(text: string) {
  return (page: number, pages: number): Content => ({
    margin: [margins.side, 16, margins.side, 0],
    columns: [
      { text: clean(text), fontSize: 8, color: '#7a8794', width: '*' },
      { text: `第 ${page} 页 共 ${pages} 页`, fontSize: 8, color: '#7a8794', width: 90, alignment: 'right' },
    ],
  });
}

export function layOutPaper(document: PaperDocument, ready: ReadyImages): TDocumentDefinitions {
  const { subtitle, watermark } = document;
  return {
    pageSize: 'A4',
    pageMargins: [margins.side, margins.top, margins.side, margins.bottom],
    info: { title: clean(document.title) },
    language: 'zh-CN',
    defaultStyle: { font: 'Paper', fontSize: 10, lineHeight: 1.15, color: '#1d2733' },
    styles: { heading: { fontSize: 12, bold: true, margin: [7, 0, 0, 0] } },
    content: [
      { text: clean(document.title), fontSize: 18, bold: true, alignment: 'center', margin: [0, 0, 0, 6] },
      ...(subtitle === undefined
        ? []
        : [
            {
              text: clean(subtitle),
              alignment: 'center',
              color: '#5a6875',
              margin: [0, 0, 0, 10],
            } satisfies Content,
          ]),
      ...document.blocks.map((block) => layOutBlock(block, ready)),
    ],
    footer: footer(document.footer),
    pageBreakBefore: (node, query) =>
      node.headlineLevel === 1 && query.getFollowingNodesOnPage().length === 0,
    ...(watermark === undefined
      ? {}
      : {
          watermark: {
            text: clean(watermark),
            color: '#b8c2cc',
            opacity: 0.25,
            bold: true,
            angle: -35,
            fontSize: 64,
          },
        }),
  };
}
