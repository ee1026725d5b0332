/** Whether the parts that an OFD file (GB/T 33190-2016) says it has are there: documents, pages, templates, resources. */
import type { Step } from '../proof/verify-proof.ts';
import type { OfdPackage } from './read-package.ts';
import { childOf, childrenOf, type Element, readXml, textOf } from './read-xml.ts';

const standardSpace = 'http://www.ofdspec.org/2016';

export interface Structure {
  readonly steps: readonly Step[];
  /** Paths of the lists of signatures, as the file writes them. */
  readonly signatureLists: readonly string[];
}

/** Missing parts, each once, in the order met. */
type Missing = Set<string>;

function open(pack: OfdPackage, path: string, base: string, missing: Missing) {
  const found = pack.find(path, base);
  if (found === undefined) {
    missing.add(path);
    return undefined;
  }
  return { name: found.name, root: readXml(found.bytes, found.name) };
}

/** Pictures and fonts of a resource file lie under its own BaseLoc. */
function checkResources(pack: OfdPackage, path: string, base: string, missing: Missing): void {
  const file = open(pack, path, base, missing);
  if (file === undefined) return;
  const folder = file.root.attributes['BaseLoc'] ?? '';
  const media = childrenOf(file.root, 'MultiMedias').flatMap((list) => childrenOf(list, 'MultiMedia'));
  const fonts = childrenOf(file.root, 'Fonts').flatMap((list) => childrenOf(list, 'Font'));
  const places = [
    ...media.map((one) => textOf(one, 'MediaFile')),
    ...fonts.map((one) => textOf(one, 'FontFile')),
  ];
  for (const place of places) {
    if (place === undefined || place === '') continue;
    const inFolder = folder === '' || place.startsWith('/') ? place : `${folder}/${place}`;
    const known = pack.find(inFolder, file.name) ?? pack.find(place, file.name);
    if (known === undefined) missing.add(inFolder);
  }
}

function checkDocument(pack: OfdPackage, path: string, missing: Missing): number {
  const file = open(pack, path, '', missing);
  if (file === undefined) return 0;
  const common = childOf(file.root, 'CommonData');
  const pages = childrenOf(file.root, 'Pages').flatMap((list) => childrenOf(list, 'Page'));
  const templates = common === undefined ? [] : childrenOf(common, 'TemplatePage');
  for (const { attributes } of [...pages, ...templates])
    open(pack, attributes['BaseLoc'] ?? '', file.name, missing);
  const resources =
    common?.children.filter(({ name }) => name === 'PublicRes' || name === 'DocumentRes') ?? [];
  for (const { text } of resources) checkResources(pack, text.trim(), file.name, missing);
  return pages.length;
}

function spaceStep(root: Element): Step {
  const title = '命名空间';
  return root.space === standardSpace
    ? { title, holds: true, note: standardSpace }
    : { title, holds: undefined, note: `不是标准的命名空间：${root.space || '（无）'}，有的阅读器打不开` };
}

function partsStep(documents: number, pages: number, missing: readonly string[]): Step {
  const title = '文件结构';
  if (documents === 0) return { title, holds: false, note: '没有文档' };
  if (missing.length === 0) return { title, holds: true, note: `${documents} 个文档，${pages} 页` };
  const named = missing.slice(0, 3).join('、');
  return { title, holds: false, note: `缺少 ${missing.length} 个文件：${named}` };
}

/** Throws OfdProblem for what cannot be read at all. */
export function checkStructure(pack: OfdPackage): Structure {
  const missing: Missing = new Set();
  const main = open(pack, 'OFD.xml', '', missing);
  if (main === undefined)
    return {
      steps: [{ title: '文件结构', holds: false, note: '包内没有 OFD.xml，不是 OFD 文件' }],
      signatureLists: [],
    };
  const bodies = childrenOf(main.root, 'DocBody');
  const documents = bodies.map((body) => textOf(body, 'DocRoot')).filter((path) => path !== undefined);
  const pages = documents.reduce((sum, path) => sum + checkDocument(pack, path, missing), 0);
  const steps = [spaceStep(main.root), partsStep(documents.length, pages, [...missing])];
  return {
    steps,
    signatureLists: bodies.map((body) => textOf(body, 'Signatures') ?? '').filter((path) => path !== ''),
  };
}
