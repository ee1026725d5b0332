/** Worker thread: one document in, one PDF out; nothing is fetched and no file but the two fonts is read. */
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import type { PaperDocument } from '../service.ts';
import { layOutPaper } from './lay-out-paper.ts';
import { prepareImages } from './prepare-images.ts';

export interface RenderRequest {
  readonly id: number;
  readonly document: PaperDocument;
}

export type RenderReply =
  | { readonly id: number; readonly pdf: Uint8Array }
  | { readonly id: number; readonly problem: string };

const require = createRequire(import.meta.url);
/** SIL Open Font License 1.1; only the glyphs used are embedded. */
const regular = require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const bold = require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf');

pdfmake.setFonts({ Paper: { normal: regular, bold, italics: regular, bolditalics: bold } });
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path === regular || path === bold);

async function render(document: PaperDocument): Promise<Uint8Array> {
  const images = await prepareImages(document);
  return pdfmake.createPdf(layOutPaper(document, images)).getBuffer();
}

parentPort?.on('message', async ({ id, document }: RenderRequest) => {
  let reply: RenderReply;
  try {
    reply = { id, pdf: await render(document) };
  } catch (problem) {
    reply = { id, problem: problem instanceof Error ? problem.message : String(problem) };
  }
  parentPort?.postMessage(reply);
});
