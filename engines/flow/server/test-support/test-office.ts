/** Short words for driving documents over HTTP in this engine's tests. */
import { newId } from '../../../../kernel/ids.ts';
import type { CaseDetail, Receipt, Signer } from '../../contract.ts';
import type { TestOffice } from './document.ts';
import { answerOf, casesOf, detailOf, tryActOn } from './drive.ts';

const type = 'papers.paper';
export const papersPath = casesOf(type);

export async function openPaper(test: TestOffice, values: object = {}): Promise<Receipt> {
  const caller = await test.city.as(test.people.clerk);
  const reply = await caller.post(papersPath, {
    id: newId(),
    values: { subject: '关于防汛的通知', ...values },
  });
  return answerOf<Receipt>(reply, 'open');
}

export function seen({ city }: TestOffice, who: string, id: string): Promise<CaseDetail> {
  return detailOf(city, type, who, id);
}

export function tryPaper(
  { city }: TestOffice,
  who: string,
  one: { readonly id: string; readonly version: number },
  action: string,
  more: object = {},
) {
  return tryActOn(city, type, who, one, action, more);
}

/** With the version that the page shows now. */
export async function actPaper(
  test: TestOffice,
  who: string,
  id: string,
  action: string,
  more: object = {},
): Promise<Receipt> {
  const { version } = await seen(test, who, id);
  return answerOf<Receipt>(await tryPaper(test, who, { id, version }, action, more), action);
}

export async function signature(test: TestOffice, who: string): Promise<string> {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  return (await test.city.as(who)).upload('签名.png', 'image/png', png);
}

/** Drafted, reviewed, and with the signers. */
export async function atCountersign(test: TestOffice, signers: readonly string[]): Promise<string> {
  const { people } = test;
  const { id } = await openPaper(test);
  await actPaper(test, people.clerk, id, 'submit');
  await actPaper(test, people.reviewer, id, 'pass', {
    target: { people: signers.map((person) => ({ unit: null, person })) },
  });
  return id;
}

export function shownSigners(detail: CaseDetail): readonly string[] {
  const manner = (each: Signer) => (each.mannerTitle === '' ? '' : `(${each.mannerTitle})`);
  return (detail.signers ?? []).map(
    (each) => `${each.personName ?? each.unitName}${manner(each)} ${each.state}`,
  );
}

/** His open items; of one case when its number is given. */
export async function todo(test: TestOffice, who: string, number = ''): Promise<readonly string[]> {
  const reply = await (await test.city.as(who)).get(`/api/flow/to-do?search=${number}`);
  const { rows } = reply.json<{ rows: { stageTitle: string; actingForName?: string }[] }>();
  return rows.map(
    (row) => `${row.stageTitle}${row.actingForName === undefined ? '' : ` 代${row.actingForName}`}`,
  );
}
