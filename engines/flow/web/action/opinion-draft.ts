/** Keeps what a person began to write for a case until it is sent: over a reload, a conflict or a sign-in, but not beyond the browser tab. */

/** sessionStorage, since opinions may name people and office machines are shared. */
const prefix = 'flow.opinion ';

export function readDraft(caseId: string, action: string): string {
  try {
    return sessionStorage.getItem(`${prefix}${caseId} ${action}`) ?? '';
  } catch {
    return '';
  }
}

/** An empty text forgets the draft. Storage that is full or switched off only means that nothing is kept. */
export function keepDraft(caseId: string, action: string, text: string): void {
  try {
    const key = `${prefix}${caseId} ${action}`;
    if (text.trim() === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // Nothing is lost that was not only in memory anyway.
  }
}
