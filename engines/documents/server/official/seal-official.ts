/** Puts an organ's electronic seal (公章) on an official document: the page as printed, kept as an OFD file. */
import type { Work } from '../../../store/index.ts';
import { type Seals, sealTypes } from '../../../trust/service.ts';
import { drawOfficialSheet } from '../../official/draw-sheet.ts';
import type { OfficialDocument } from '../../official/model.ts';

export interface OfficialToSeal {
  /** Department id. */
  readonly organ: string;
  readonly document: OfficialDocument;
  /** Register or case type and id of the row that it belongs to. */
  readonly type: string;
  readonly id: string;
  /** Of the file, without its ending. */
  readonly name: string;
}

/**
 * Id of the file. Undefined where the organ has no electronic seal, and so seals on paper, and for minutes and orders, which bear none
 * (GB/T 9704-2012, 10.2, 10.3). Throws trust.sealUnusable for a seal that is suspended or out of its time.
 */
export async function sealOfficial(
  seals: Seals,
  work: Work,
  by: string,
  { organ, document, type, id, name }: OfficialToSeal,
): Promise<string | undefined> {
  const seal = await seals.findHeld(organ, sealTypes.organ, work);
  const { sheet, places } = drawOfficialSheet(document, id.replaceAll('-', ''), work.now);
  const [place] = places;
  if (seal === undefined || place === undefined) return undefined;
  const what = { seal: seal.id, sheet, place, document: `${type}:${id}`, name };
  return (await seals.sealFile(work, by, what)).file;
}
