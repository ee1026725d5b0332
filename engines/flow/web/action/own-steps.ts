/** What a person did himself is no news to him: a page that was not yet read anew acts on the version that his own step made. */

const made = new Map<string, { readonly seen: number; readonly made: number }>();

/** A step that was taken on `seen` made `version`; nobody else's lies between when it is the next one. */
export function noteOwnStep(id: string, seen: number, version: number): void {
  if (version === seen + 1) made.set(id, { seen, made: version });
}

/** The version to act on for a page that shows `seen`. */
export function ownVersion(id: string, seen: number): number {
  const last = made.get(id);
  return last?.seen === seen ? last.made : seen;
}
