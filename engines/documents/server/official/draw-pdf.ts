/** Draws laid-out pages as PDF: type embedded as a subset, lines and seals as vectors, nothing but the fonts read. */
import PDFDocument from 'pdfkit';
import { page as sheet } from '../../official/geometry.ts';
import type { OfficialDocument } from '../../official/model.ts';
import type { Colour, PlacedLine, PlacedPage, PlacedSeal, PlacedText } from '../../official/placed.ts';
import { layOutOfficial } from '../../official/lay-out-official.ts';
import { fontFiles } from './fonts.ts';

type Paper = InstanceType<typeof PDFDocument>;
/** pdfkit knows the scale; its type declarations do not yet. */
type ScaledText = PDFKit.Mixins.TextOptions & { readonly horizontalScaling: number };

const points = 72 / 25.4;
const colours: Readonly<Record<Colour, string>> = { black: '#000000', red: '#e60012' };
/** An ideograph's square reaches from 0.88 above the baseline to 0.12 under it. */
const ascent = 0.88;

function runWidth(paper: Paper, text: string, size: number): number {
  return paper.fontSize(size).widthOfString(text);
}

/** Runs of characters that are as wide as their type is high, and single ones that are not; blanks between words stand alone. */
function evenRuns(paper: Paper, { text, size, fit }: PlacedText): readonly string[] {
  if (fit === 'narrow') return text.match(/ +|[^ ]+/g) ?? [];
  if (fit === 'squeezed') return Array.from(text);
  const runs: string[] = [];
  let odd = true;
  for (const char of text) {
    const even = Math.abs(runWidth(paper, char, size) - size) < size / 50;
    if (even && !odd && runs.length > 0) runs[runs.length - 1] += char;
    else runs.push(char);
    odd = !even;
  }
  return runs;
}

/** Latin type is narrowed to the room that the grid gives it, an ideograph stands in the middle of its cell. Points. */
function fitRun({ fit, size, height, advance }: PlacedText, count: number, natural: number, room: number) {
  if (fit === 'squeezed') return { gap: 0, shift: 0, scale: 1 };
  if (fit === 'narrow') {
    const scale = Math.min(1, room / natural);
    return { gap: 0, shift: (room - natural * scale) / 2, scale };
  }
  if (count === 1) return { gap: 0, shift: (height * points - natural) / 2, scale: 1 };
  return { gap: advance * points - size, shift: (height * points - size) / 2, scale: 1 };
}

function drawText(paper: Paper, placed: PlacedText): void {
  const { size, height, advance } = placed;
  paper.font(placed.face).fillColor(colours[placed.colour]);
  const cell = height * points;
  const baseline = placed.y * points + cell / 2 + (ascent - 0.5) * size;
  let at = placed.x * points;
  for (const text of evenRuns(paper, placed)) {
    const count = Array.from(text).length;
    const natural = runWidth(paper, text, size);
    const room = count * advance * points;
    const { gap, shift, scale } = fitRun(placed, count, natural, room);
    paper.fontSize(size).text(text, at + shift, baseline, {
      lineBreak: false,
      baseline: 'alphabetic',
      characterSpacing: gap,
      horizontalScaling: scale * 100,
    } as ScaledText);
    at += room;
  }
}

function drawLine(paper: Paper, line: PlacedLine): void {
  paper
    .moveTo(line.x * points, line.y * points)
    .lineTo((line.x + line.length) * points, line.y * points)
    .lineWidth(line.thickness * points)
    .stroke(colours[line.colour]);
}

function drawStar(paper: Paper, radius: number): void {
  for (let corner = 0; corner < 10; corner += 1) {
    const reach = corner % 2 === 0 ? radius : radius * 0.382;
    const angle = (corner * Math.PI) / 5 - Math.PI / 2;
    const [x, y] = [reach * Math.cos(angle), reach * Math.sin(angle)];
    if (corner === 0) paper.moveTo(x, y);
    else paper.lineTo(x, y);
  }
  paper.closePath().fill(colours.red);
}

/** A likeness that shows where the seal stands; what makes a document valid is the electronic seal in its file. */
function drawSeal(paper: Paper, seal: PlacedSeal): void {
  const radius = (seal.diameter / 2) * points;
  const chars = Array.from(seal.organ);
  const size = Math.min(radius * 0.3, (radius * 3.6) / Math.max(chars.length, 8));
  const arc = Math.min(Math.PI * 1.45, chars.length * 0.36);
  paper
    .save()
    .translate(seal.x * points, seal.y * points)
    .opacity(0.82);
  paper
    .lineWidth(1.2 * points)
    .circle(0, 0, radius - 0.6 * points)
    .stroke(colours.red);
  drawStar(paper, radius * 0.32);
  paper.font('title').fontSize(size).fillColor(colours.red);
  chars.forEach((char, index) => {
    const turn = chars.length === 1 ? 0 : (index / (chars.length - 1) - 0.5) * arc;
    paper.save().rotate((turn * 180) / Math.PI);
    const y = -radius * 0.87 + ascent * size;
    paper.text(char, -size / 2, y, { lineBreak: false, baseline: 'alphabetic' });
    paper.restore();
  });
  paper.restore();
}

function drawPage(paper: Paper, page: PlacedPage): void {
  paper.addPage({ size: [sheet.width * points, sheet.height * points], margin: 0 });
  for (const text of page.texts) drawText(paper, text);
  for (const line of page.lines) drawLine(paper, line);
  // The seal lies over signature and date.
  for (const seal of page.seals) drawSeal(paper, seal);
}

/** A checked document in, the bytes of its PDF out. */
export async function drawOfficialPdf(document: OfficialDocument): Promise<Uint8Array> {
  const paper = new PDFDocument({
    autoFirstPage: false,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: document.title, Author: document.issuers.join('、') },
  });
  for (const [face, file] of Object.entries(fontFiles)) paper.registerFont(face, file);
  const parts: Uint8Array[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    paper.on('data', (part: Uint8Array) => parts.push(part));
    paper.on('end', () => resolve(Buffer.concat(parts)));
    paper.on('error', reject);
  });
  for (const page of layOutOfficial(document).pages) drawPage(paper, page);
  paper.end();
  return done;
}
