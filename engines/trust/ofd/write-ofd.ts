/** Writes an OFD package (GB/T 33190-2016) of one page from placed texts, lines and dots, ready to be sealed. Pure; millimetres throughout. */
import { strToU8, zipSync } from 'fflate';

const space = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Drawn =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly x: number;
      /** Baseline. */
      readonly y: number;
      readonly size: number;
      readonly bold?: boolean;
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
  readonly drawn: readonly Drawn[];
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

export function textWidth(text: string, size: number): number {
  return [...text].reduce((sum, character) => sum + advance(character) * size, 0);
}

const fonts = { plain: 3, bold: 4 };
const firstObject = 10;

function textObject(id: number, one: Extract<Drawn, { kind: 'text' }>): string {
  const characters = [...one.text];
  const deltas = characters.slice(0, -1).map((character) => number(advance(character) * one.size));
  const width = textWidth(one.text, one.size);
  const box = `${number(one.x)} ${number(one.y - one.size)} ${number(width + one.size)} ${number(one.size * 1.4)}`;
  const font = one.bold === true ? fonts.bold : fonts.plain;
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

function contentOf(sheet: OfdSheet): string {
  const objects = sheet.drawn.map((one, at) => drawnObject(firstObject + at, one)).join('');
  return `${head}<ofd:Page ${space}><ofd:Content><ofd:Layer ID="2" Type="Body">${objects}</ofd:Layer></ofd:Content></ofd:Page>`;
}

function documentOf(sheet: OfdSheet): string {
  const last = firstObject + sheet.drawn.length;
  const area = `0 0 ${number(sheet.width)} ${number(sheet.height)}`;
  return `${head}<ofd:Document ${space}><ofd:CommonData><ofd:MaxUnitID>${last}</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>${area}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`;
}

/** Faces by name: licences are read where the standard's faces are, and a reader replaces what it lacks. */
function resources(): string {
  return `${head}<ofd:Res ${space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="${fonts.plain}" FontName="宋体" FamilyName="SimSun"/><ofd:Font ID="${fonts.bold}" FontName="黑体" FamilyName="SimHei"/></ofd:Fonts></ofd:Res>`;
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
  return {
    'OFD.xml': strToU8(mainOf(sheet)),
    'Doc_0/Document.xml': strToU8(documentOf(sheet)),
    'Doc_0/PublicRes.xml': strToU8(resources()),
    'Doc_0/Pages/Page_0/Content.xml': strToU8(contentOf(sheet)),
  };
}

export function packOfd(files: OfdFiles): Uint8Array {
  return zipSync({ ...files }, { level: 6, mtime: '2020-01-01T00:00:00' });
}
