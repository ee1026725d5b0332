/** Breaks a title so that words stay whole and the lines make a trapezium or a diamond (GB/T 9704-2012, 7.3.1). */

/** Cells of a line: 156 mm hold twenty characters of size two; one less keeps air at the sides. */
const columns = 19;
/** Words that belong to what stands before them, and those that belong to what follows. */
const closes = /^[的地得和与及、，：；》）”’]/;
const opens = /[《（“‘]$|^(?:关于|和|与|及|在|对|向)$/;

function widthOf(text: string): number {
  return Array.from(text).reduce((sum, char) => sum + (/[ -~]/.test(char) ? 0.5 : 1), 0);
}

/** Words by the dictionary of ICU, which server and browser both have. */
function wordsOf(title: string): string[] {
  const words: string[] = [];
  for (const { segment } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(title)) {
    const before = words.at(-1);
    if (before !== undefined && (closes.test(segment) || opens.test(before) || /\d$/.test(before)))
      words[words.length - 1] = before + segment;
    else words.push(segment);
  }
  return words;
}

/** How ill the shape looks: equal lines make a block, a narrow middle an hourglass. */
function illShape(widths: readonly number[]): number {
  const mean = widths.reduce((sum, width) => sum + width, 0) / widths.length;
  let ill = widths.reduce((sum, width) => sum + Math.abs(width - mean), 0) / widths.length;
  for (let index = 1; index < widths.length; index += 1) {
    const step = Math.abs((widths[index] ?? 0) - (widths[index - 1] ?? 0));
    if (step < 1) ill += 4;
  }
  for (let index = 1; index < widths.length - 1; index += 1) {
    const middle = widths[index] ?? 0;
    if (middle < (widths[index - 1] ?? 0) && middle < (widths[index + 1] ?? 0)) ill += 40;
  }
  return ill;
}

/** Every way to part `words` into `count` lines that fit; titles are short enough to try all. */
function* partings(words: readonly string[], count: number, from = 0): Generator<string[]> {
  if (count === 1) {
    const last = words.slice(from).join('');
    if (widthOf(last) <= columns) yield [last];
    return;
  }
  let line = '';
  for (let index = from; index <= words.length - count; index += 1) {
    line += words[index];
    if (widthOf(line) > columns) return;
    for (const rest of partings(words, count - 1, index + 1)) yield [line, ...rest];
  }
}

/** What no whole words fit is cut by the line. */
function cut(title: string): string[] {
  const chars = Array.from(title);
  const lines: string[] = [];
  while (chars.length > 0) lines.push(chars.splice(0, columns).join(''));
  return lines;
}

const mostLines = 6;
/** More ways than this are not looked at: a title of such length is no title. */
const mostPartings = 20_000;

/** One to six lines of at most nineteen characters. */
export function breakTitle(title: string): string[] {
  const words = wordsOf(title.trim());
  for (let count = Math.max(1, Math.ceil(widthOf(title.trim()) / columns)); count <= mostLines; count += 1) {
    let best: string[] | undefined;
    let least = Number.POSITIVE_INFINITY;
    let seen = 0;
    for (const lines of partings(words, count)) {
      const ill = illShape(lines.map(widthOf));
      if (ill < least) [best, least] = [lines, ill];
      seen += 1;
      if (seen >= mostPartings) break;
    }
    if (best !== undefined) return best;
  }
  return cut(title.trim());
}
