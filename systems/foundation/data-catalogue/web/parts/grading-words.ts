/** Classes, grades and standings as people read them. */
import { classes, gradeTitle, standings } from '../../data/grading.ts';

const classTitle = (kind: string) =>
  (classes as Readonly<Record<string, { readonly title: string }>>)[kind]?.title ?? kind;
export const standingTitle = (standing: string) =>
  (standings as Readonly<Record<string, string>>)[standing] ?? standing;

/** Class and grade beside each other, '—' before anybody confirmed them. */
export function gradingWords(kind: string | null | undefined, grade: string | null | undefined): string {
  return grade === null || grade === undefined ? '—' : `${classTitle(kind ?? '')} · ${gradeTitle(grade)}`;
}
