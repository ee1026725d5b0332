/** Fills the places of a sentence: 'at most {most}'. Values are put in once: what looks like a place within a value stays as it was written, and a place without a value too. */
export function fillSlots(sentence: string, slots: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(slots[name] ?? whole));
}
