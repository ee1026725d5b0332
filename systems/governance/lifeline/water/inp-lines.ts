/** The lines of an EPANET .inp file by section (EPANET 2.2 User Manual, Appendix C.2): brackets open a section, ';' a comment. */

export interface InpLine {
  /** From 1. */
  readonly line: number;
  readonly words: readonly string[];
}

export interface InpSections {
  of(section: string): readonly InpLine[];
  readonly unknown: readonly { readonly line: number; readonly section: string }[];
}

const known = [
  'TITLE',
  'JUNCTIONS',
  'RESERVOIRS',
  'TANKS',
  'PIPES',
  'PUMPS',
  'VALVES',
  'CONTROLS',
  'RULES',
  'DEMANDS',
  'SOURCES',
  'EMITTERS',
  'PATTERNS',
  'CURVES',
  'QUALITY',
  'STATUS',
  'ROUGHNESS',
  'ENERGY',
  'REACTIONS',
  'MIXING',
  'REPORT',
  'TIMES',
  'OPTIONS',
  'COORDINATES',
  'VERTICES',
  'LABELS',
  'BACKDROP',
  'TAGS',
  'LEAKAGE',
  'END',
];

/** EPANET knows a section by the beginning of its name. */
function sectionOf(text: string): string | undefined {
  const name = text.slice(1).replace(/\].*$/, '').trim().toUpperCase();
  return known.find((each) => name.startsWith(each.slice(0, 4)));
}

export function splitInp(text: string): InpSections {
  const sections = new Map<string, InpLine[]>();
  const unknown: { line: number; section: string }[] = [];
  let current: InpLine[] = [];
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const content = raw.replace(/;.*$/, '').trim();
    if (content === '') continue;
    if (!content.startsWith('[')) {
      current.push({ line, words: content.split(/\s+/) });
      continue;
    }
    const section = sectionOf(content);
    if (section === 'END') break;
    if (section === undefined) unknown.push({ line, section: content.slice(0, 40) });
    current = sections.get(section ?? '') ?? [];
    if (section !== undefined) sections.set(section, current);
  }
  return { of: (section) => sections.get(section) ?? [], unknown };
}
