/** Writes an OFD package (GB/T 33190-2016) from placed texts, lines and dots, ready to be sealed. Pure; millimetres throughout. */
import { strToU8, zipSync } from 'fflate';

const space = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a seal stands. */
export interface SealPlace extends Box {
  /** 0 is the first page. */
  readonly page: number;
}

/** 宋体, 黑体, 仿宋, 楷体, 小标宋. */
export type OfdFace = 'song' | 'hei' | 'fangsong' | 'kai' | 'title';

export type Drawn =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly x: number;
      /** Baseline. */
      readonly y: number;
      readonly size: number;
      /** 宋体 when absent. */
      readonly face?: OfdFace;
      /** From one character to the next; by the characters' own widths when absent. */
      readonly advance?: number;
      readonly colour?: string;
      /** 0 is invisible, 255 opaque; for a watermark. */
      readonly alpha?: number;
    }
  | {
      readonly kind: 'line';
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly colour?: string;
      readonly width?: number;
    }
  /** Filled squares of one size, as of a matrix code. */
  | {
      readonly kind: 'dots';
      readonly x: number;
      readonly y: number;
      readonly side: number;
      readonly rows: readonly (readonly boolean[])[];
    };

export interface OfdSheet {
  readonly title: string;
  readonly author: string;
  readonly made: Date;
  readonly width: number;
  readonly height: number;
  /** What stands on each page. */
  readonly pages: readonly (readonly Drawn[])[];
  /** CustomData of the document, for programs. */
  readonly custom: Readonly<Record<string, string>>;
}

/** Files of a package by name, before it is packed. */
export type OfdFiles = Readonly<Record<string, Uint8Array>>;

/** Text as XML 1.0 can hold it. */
export function escapeXml(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** How far the pen goes for a character, in parts of the size: narrow for Latin, whole for Han. */
function advance(character: string): number {
  return (character.codePointAt(0) ?? 0) < 0x2e80 ? 0.5 : 1;
}

/** Faces by name: such documents are read where the standard's faces are, and a reader replaces what it lacks. */
const fonts: Readonly<
  Record<OfdFace, { readonly id: number; readonly name: string; readonly family: string }>
> = {
  song: { id: 1, name: '宋体', family: 'SimSun' },
  hei: { id: 2, name: '黑体', family: 'SimHei' },
  fangsong: { id: 3, name: '仿宋_GB2312', family: 'FangSong_GB2312' },
  kai: { id: 4, name: '楷体_GB2312', family: 'KaiTi_GB2312' },
  title: { id: 5, name: '方正小标宋简体', family: 'FZXiaoBiaoSong-B05S' },
};
const firstPage = 10;

function textObject(id: number, one: Extract<Drawn, { kind: 'text' }>): string {
  const characters = [...one.text];
  const step = (character: string) => one.advance ?? advance(character) * one.size;
  const deltas = characters.slice(0, -1).map((character) => number(step(character)));
  const width = characters.reduce((sum, character) => sum + step(character), 0);
  const box = `${number(one.x)} ${number(one.y - one.size)} ${number(width + one.size)} ${number(one.size * 1.4)}`;
  const font = fonts[one.face ?? 'song'].id;
  const alpha = one.alpha === undefined ? '' : ` Alpha="${one.alpha}"`;
  const delta = deltas.length === 0 ? '' : ` DeltaX="${deltas.join(' ')}"`;
  return `<ofd:TextObject ID="${id}" Boundary="${box}" Font="${font}" Size="${number(one.size)}"${alpha}><ofd:FillColor Value="${one.colour ?? '0 0 0'}"/><ofd:TextCode X="0" Y="${number(one.size)}"${delta}>${escapeXml(one.text)}</ofd:TextCode></ofd:TextObject>`;
}

function lineObject(id: number, one: Extract<Drawn, { kind: 'line' }>): string {
  const [[x1, y1], [x2, y2]] = [one.from, one.to];
  const [left, top] = [Math.min(x1, x2), Math.min(y1, y2)];
  const width = one.width ?? 0.25;
  const box = `${number(left)} ${number(top)} ${number(Math.abs(x2 - x1) + width)} ${number(Math.abs(y2 - y1) + width)}`;
  const path = `M ${number(x1 - left)} ${number(y1 - top)} L ${number(x2 - left)} ${number(y2 - top)}`;
  return `<ofd:PathObject ID="${id}" Boundary="${box}" LineWidth="${width}"><ofd:StrokeColor Value="${one.colour ?? '120 120 120'}"/><ofd:AbbreviatedData>${path}</ofd:AbbreviatedData></ofd:PathObject>`;
}

function dotsObject(id: number, one: Extract<Drawn, { kind: 'dots' }>): string {
  const cell = one.side / Math.max(1, one.rows.length);
  const parts: string[] = [];
  for (const [row, cells] of one.rows.entries())
    for (const [column, dark] of cells.entries()) {
      if (!dark) continue;
      const [x, y] = [number(column * cell), number(row * cell)];
      const [right, bottom] = [number((column + 1) * cell), number((row + 1) * cell)];
      parts.push(`M ${x} ${y} L ${right} ${y} L ${right} ${bottom} L ${x} ${bottom} C`);
    }
  const box = `${number(one.x)} ${number(one.y)} ${number(one.side)} ${number(one.side)}`;
  return `<ofd:PathObject ID="${id}" Boundary="${box}" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>${parts.join(' ')}</ofd:AbbreviatedData></ofd:PathObject>`;
}

function drawnObject(id: number, one: Drawn): string {
  if (one.kind === 'text') return textObject(id, one);
  return one.kind === 'line' ? lineObject(id, one) : dotsObject(id, one);
}

/** Numbers of objects run through the document: pages first, then each page's layer and what it holds. */
interface NumberedPage {
  readonly id: number;
  readonly layer: number;
  readonly path: string;
  readonly drawn: readonly Drawn[];
}

function numberPages({ pages }: OfdSheet): readonly NumberedPage[] {
  let next = firstPage + pages.length;
  return pages.map((drawn, at) => {
    const layer = next;
    next += 1 + drawn.length;
    return { id: firstPage + at, layer, path: `Pages/Page_${at}/Content.xml`, drawn };
  });
}

/** What a seal's place names its page by. */
export function pageObject(page: number): number {
  return firstPage + page;
}

function contentOf({ layer, drawn }: NumberedPage): string {
  const objects = drawn.map((one, at) => drawnObject(layer + 1 + at, one)).join('');
  return `${head}<ofd:Page ${space}><ofd:Content><ofd:Layer ID="${layer}" Type="Body">${objects}</ofd:Layer></ofd:Content></ofd:Page>`;
}

function documentOf(sheet: OfdSheet, pages: readonly NumberedPage[]): string {
  const last = pages.reduce((most, { layer, drawn }) => Math.max(most, layer + drawn.length), firstPage);
  const area = `0 0 ${number(sheet.width)} ${number(sheet.height)}`;
  const listed = pages.map(({ id, path }) => `<ofd:Page ID="${id}" BaseLoc="${path}"/>`).join('');
  return `${head}<ofd:Document ${space}><ofd:CommonData><ofd:MaxUnitID>${last}</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>${area}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>${listed}</ofd:Pages></ofd:Document>`;
}

function resources(): string {
  const listed = Object.values(fonts)
    .map(({ id, name, family }) => `<ofd:Font ID="${id}" FontName="${name}" FamilyName="${family}"/>`)
    .join('');
  return `${head}<ofd:Res ${space} BaseLoc="Res"><ofd:Fonts>${listed}</ofd:Fonts></ofd:Res>`;
}

function mainOf(sheet: OfdSheet): string {
  const custom = Object.entries(sheet.custom)
    .map(([name, value]) => `<ofd:CustomData Name="${escapeXml(name)}">${escapeXml(value)}</ofd:CustomData>`)
    .join('');
  const id = sheet.custom['docId'] ?? '00000000000000000000000000000000';
  const day = sheet.made.toISOString().slice(0, 10);
  return `${head}<ofd:OFD ${space} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>${escapeXml(id)}</ofd:DocID><ofd:Title>${escapeXml(sheet.title)}</ofd:Title><ofd:Author>${escapeXml(sheet.author)}</ofd:Author><ofd:CreationDate>${day}</ofd:CreationDate><ofd:CustomDatas>${custom}</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>`;
}

/** The files that a seal protects. They name the list of signatures already, so that nothing is left outside. */
export function writeSheet(sheet: OfdSheet): OfdFiles {
  const pages = numberPages(sheet);
  return {
    'OFD.xml': strToU8(mainOf(sheet)),
    'Doc_0/Document.xml': strToU8(documentOf(sheet, pages)),
    'Doc_0/PublicRes.xml': strToU8(resources()),
    ...Object.fromEntries(pages.map((page) => [`Doc_0/${page.path}`, strToU8(contentOf(page))])),
  };
}

export function packOfd(files: OfdFiles): Uint8Array {
  return zipSync({ ...files }, { level: 6, mtime: '2020-01-01T00:00:00' });
}
