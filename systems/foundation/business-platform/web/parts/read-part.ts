/** Which components a source file of ui/ exports. Pure. */

export interface Part {
  /** 'number-card' */
  readonly file: string;
  readonly names: readonly string[];
}

export function partOf(path: string, source: string): Part {
  const file = (path.split('/').at(-1) ?? '').replace(/\.tsx$/, '');
  const names = [...source.matchAll(/^export function ([A-Za-z]\w*)/gm)].map(([, name = '']) => name);
  const components = names.filter((name) => /^[A-Z]/.test(name));
  return { file, names: components.length > 0 ? components : names };
}
