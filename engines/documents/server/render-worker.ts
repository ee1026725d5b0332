/** Worker thread: one document in, one PDF or Word file out; nothing is fetched and no file but the fonts is read. */
import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { OfficialDocument } from '../official/model.ts';
import type { PaperDocument } from '../service.ts';
import { layOutPaper } from './lay-out-paper.ts';
import { drawOfficialPdf } from './official/draw-pdf.ts';
import { writeOfficialDocx } from './official/write-docx.ts';
import { prepareImages } from './prepare-images.ts';

export type RenderTask =
  | { readonly kind: 'paper'; readonly document: PaperDocument }
  | { readonly kind: 'pdf' | 'docx'; readonly document: OfficialDocument };

const require = createRequire(import.meta.url);
/** SIL Open Font License 1.1; only the glyphs used are embedded. */
const regular = require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const bold = require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf');

pdfmake.setFonts({ Paper: { normal: regular, bold, italics: regular, bolditalics: bold } });
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path === regular || path === bold);

async function renderPaper(document: PaperDocument): Promise<Uint8Array> {
  const images = await prepareImages(document);
  return pdfmake.createPdf(layOutPaper(document, images)).getBuffer();
}

export async function run(task: RenderTask): Promise<Uint8Array> {
  if (task.kind === 'paper') return renderPaper(task.document);
  return task.kind === 'pdf' ? drawOfficialPdf(task.document) : writeOfficialDocx(task.document);
}
