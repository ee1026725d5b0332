/** Holds a draft to the rules of official documents; every broken rule is named at its field. */
import type { Problem } from '../../../../kernel/errors.ts';
import { findKind } from '../data/document-kinds.ts';

interface Draft {
  readonly kind: string;
  readonly title: string;
  readonly recipients: string | null;
  readonly body: string;
  readonly note: string | null;
}

/** 密级标志 as documents carry it; the words alone may well be spoken of. */
const secretMark =
  /(?:绝密|机密|秘密)\s*[★☆*＊]|密级\s*[:：]\s*(?:绝密|机密|秘密)|[【[［(（]\s*(?:绝密|机密|秘密)\s*[】\]］)）]/;
/** A file is named by its mark first. */
const secretName = /^\s*(?:绝密|机密|秘密)/;

/** A document that carries a mark of secrecy must not enter this platform at all. */
export function isClassified(texts: readonly (string | null | undefined)[]): boolean {
  return texts.some((text) => typeof text === 'string' && secretMark.test(text));
}

/** The name of a file as it was sent or as a browser spells it. */
export function isClassifiedName(name: string): boolean {
  let spelled = name;
  try {
    spelled = decodeURIComponent(name);
  } catch {
    // A name with a stray per cent sign is what it says.
  }
  return [name, spelled].some((one) => secretName.test(one) || isClassified([one]));
}

/** 《党政机关公文处理工作条例》 articles 9 and 15 to 17. */
export function draftProblems(draft: Draft): readonly Problem[] {
  const kind = findKind(draft.kind);
  if (kind === undefined) return [{ path: 'kind', message: '请选择文种' }];
  const problems: Problem[] = [];
  const names = kind.name
    .replace(/[()（）]/g, ' ')
    .trim()
    .split(' ');
  if (!names.some((name) => draft.title.trim().endsWith(name)))
    problems.push({ path: 'title', message: `标题应由发文机关、事由和文种组成,以“${names[0]}”结尾` });
  const recipients = (draft.recipients ?? '').split(/[，,、\n]/).filter((part) => part.trim() !== '');
  if (kind.single === true && recipients.length !== 1)
    problems.push({ path: 'recipients', message: `${names[0]}只能有一个主送机关` });
  const asked = kind.forbidden?.find((words) => draft.body.includes(words));
  if (asked !== undefined)
    problems.push({ path: 'body', message: `不得在${names[0]}中夹带请示事项(“${asked}”)` });
  if (kind.code === 'request' && !/联系人/.test(draft.note ?? ''))
    problems.push({ path: 'note', message: '请示应在附注处注明联系人和电话' });
  return problems;
}
